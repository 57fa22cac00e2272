package io.isthmus.engine.torch;

import io.isthmus.OddPackage;
import io.isthmus.TestModel;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferenceBackendContract;
import io.isthmus.engine.UnitChain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

class TorchBackendTest extends InferenceBackendContract {

  @Override
  protected InferenceBackend backend() {
    return TorchBackend.load(1);
  }

  @Override
  protected UnitChain chain() {
    return TestModel.chain();
  }

  @Override
  protected Path oddPackage(Path temp, boolean broken) throws IOException {
    return OddPackage.write(temp, broken ? Map.of("stem", "no-module-of-any-engine") : Map.of());
  }
}
