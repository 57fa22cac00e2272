package io.isthmus;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.ModelPackage;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** The package of the repository, loaded once for all tests of a module. */
public final class TestModel {

  public static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));
  public static final Path PACKAGE = ROOT.resolve("models/efficientnet_b0.zip");
  public static final int CLASSES = 10;
  public static final Path SAMPLES = ROOT.resolve("models/samples");

  private TestModel() {}

  private static final class Holder {
    private static final ModelPackage MODEL = open();
    private static final UnitChain CHAIN = load();

    private static ModelPackage open() {
      try {
        return ModelPackage.open(PACKAGE);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private static UnitChain load() {
      try {
        return UnitChain.load(InferenceBackends.load(1), MODEL);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  public static ModelPackage model() {
    return Holder.MODEL;
  }

  public static UnitChain chain() {
    return Holder.CHAIN;
  }

  /** An input of seeded noise. */
  public static Activation noise(RequestMemory memory, int batch, long seed) {
    Activation input = chain().allocate(memory, 0, batch);
    byte[] bytes = new byte[input.buffer().remaining()];
    new SplittableRandom(seed).nextBytes(bytes);
    input.buffer().put(bytes);
    return input;
  }

  /** A copy of the bytes of the tensors of an activation, in row-major order. */
  public static byte[] bytes(Activation activation) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Tensor tensor : activation.values()) {
      byte[] copy = new byte[tensor.data().remaining()];
      tensor.data().get(copy);
      bytes.writeBytes(copy);
    }
    return bytes.toByteArray();
  }
}
