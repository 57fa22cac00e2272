package io.isthmus;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.model.ModelPackage;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** A small package of six units that each engine runs: made by {@code onnx/make.py}. */
public final class TwoForms {

  public static final Path FILE =
      TestModel.ROOT.resolve("common-model/src/test/resources/onnx/two-forms.zip");
  public static final int CLASSES = 10;

  private TwoForms() {}

  private static final class Holder {
    private static final ModelPackage MODEL = open();

    private static ModelPackage open() {
      try {
        return ModelPackage.open(FILE);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static ModelPackage model() {
    return Holder.MODEL;
  }

  /** The logits of noise, the same each time. */
  public static byte[] logits(UnitChain chain, int batch) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.allocate(memory, 0, batch);
      byte[] bytes = new byte[input.buffer().remaining()];
      new SplittableRandom(5).nextBytes(bytes);
      input.buffer().put(bytes);
      return TestModel.bytes(chain.run(memory, input, chain.network().length()));
    }
  }
}
