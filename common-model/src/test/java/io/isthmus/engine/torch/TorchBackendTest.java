package io.isthmus.engine.torch;

import io.isthmus.TestModel;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferenceBackendContract;
import io.isthmus.engine.UnitChain;

class TorchBackendTest extends InferenceBackendContract {

  @Override
  protected InferenceBackend backend() {
    return TorchBackend.load(1);
  }

  @Override
  protected UnitChain chain() {
    return TestModel.chain();
  }
}
