package io.isthmus.engine;

import io.isthmus.image.Pixels;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import io.isthmus.tensor.ImageRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Runs a chain for no request: where the modules of a package and its manifest disagree, it says so
 * in one sentence that names the unit. Runs on an inference thread.
 */
final class Rehearsal {

  private static final int LONGEST_REASON = 200;

  private final UnitChain chain;
  private final ModelPackage model;
  private final Network network;
  private final LoadSteps steps;

  Rehearsal(UnitChain chain, ModelPackage model, LoadSteps steps) {
    this.steps = steps;
    this.chain = chain;
    this.model = model;
    this.network = chain.network();
  }

  /**
   * Every unit once, for one image, so that the first request finds them warm; what they give are
   * plain tensors, of the types and shapes that the manifest says.
   */
  void warmUp() throws InvalidPackageException {
    try (RequestMemory memory = chain.openMemory()) {
      Activation now = chain.allocate(memory, 0, 1);
      now.buffer().put(new byte[now.buffer().remaining()]);
      for (int l = 1; l <= network.length(); l++) {
        now = step(memory, now, l);
      }
      preprocess(memory, 8, 8);
    }
  }

  /**
   * All else that a package has to keep to, for one image and for two: a unit gives finite values,
   * the same bits for its input in either memory layout and every time, and does not write to its
   * input; the pre-processing takes images of any size.
   */
  void examine() throws InvalidPackageException {
    for (int batch = 1; batch <= 2; batch++) {
      try (RequestMemory memory = chain.openMemory()) {
        Activation now = noise(memory, batch);
        for (int l = 1; l <= network.length(); l++) {
          now = examine(memory, now, l);
        }
      }
    }
    try (RequestMemory memory = chain.openMemory()) {
      preprocess(memory, 1, 1);
      preprocess(memory, 300, 20);
      preprocess(memory, 20, 300);
    }
  }

  private Activation examine(RequestMemory memory, Activation from, int l)
      throws InvalidPackageException {
    List<byte[]> input = bytes(from);
    Activation next = step(memory, from, l);
    String name = network.cutName(l);
    require(isFinite(next), name + " gives values that are not finite numbers");
    if (l == network.length()) {
      requireSoundCandidates(next);
    }
    Activation arrived = chain.allocate(memory, l - 1, from.batch());
    for (int i = 0; i < input.size(); i++) {
      arrived.buffers().get(i).put(input.get(i));
    }
    Activation again = step(memory, arrived, l);
    require(same(bytes(arrived), input), name + " writes to its input");
    require(
        same(bytes(again), bytes(next)),
        name + " gives other bits the second time, or for an input in another memory layout");
    return next;
  }

  private void requireSoundCandidates(Activation answer) throws InvalidPackageException {
    for (Output output : network.answers()) {
      if (output.kind() == OutputKind.DETECTIONS) {
        for (float[] values : ImageRows.perImage(answer.values())) {
          String fault = output.candidates(values).fault();
          require(fault == null, "output %s: %s".formatted(output.name(), fault));
        }
      }
    }
  }

  private Activation step(RequestMemory memory, Activation from, int l)
      throws InvalidPackageException {
    String name = network.cutName(l);
    steps.begins(name + " runs");
    try {
      Activation next = chain.run(memory, from, l);
      require(
          next.tensors().stream().allMatch(NativeTensor::isPlain),
          name + " gives a tensor of another kind than a plain one in memory");
      return next;
    } catch (BackendException | IllegalStateException e) {
      throw unusable(model, name, e);
    }
  }

  private void preprocess(RequestMemory memory, int width, int height)
      throws InvalidPackageException {
    if (!network.takesPictures()) {
      return;
    }
    steps.begins("preprocess runs");
    try {
      ByteBuffer input = chain.allocate(memory, 0, 1).buffer();
      chain.preprocess(memory, new Pixels(width, height, new byte[3 * width * height]), input);
    } catch (BackendException | IllegalStateException e) {
      throw unusable(model, "preprocess", e);
    }
  }

  /** What a module of a package did wrong, in one sentence. */
  static InvalidPackageException unusable(ModelPackage model, String module, RuntimeException e) {
    String message = String.valueOf(e.getMessage());
    if (e instanceof IllegalStateException) { // ours, which names the module
      return model.unusable(message);
    }
    return model.unusable("%s does not run: %s".formatted(module, lastLine(message)));
  }

  /** The trace of an engine ends with the reason; its text is the module's own. */
  private static String lastLine(String message) {
    String last = message.strip().lines().reduce("", (earlier, line) -> line);
    String plain = last.replaceAll("[^\\x20-\\x7e]", "?").strip();
    return plain.substring(0, Math.min(LONGEST_REASON, plain.length()));
  }

  private void require(boolean condition, String reason) throws InvalidPackageException {
    if (!condition) {
      throw model.unusable(reason);
    }
  }

  private Activation noise(RequestMemory memory, int batch) {
    Activation input = chain.allocate(memory, 0, batch);
    input.buffer().put(InputNoise.of(network.input(), batch, 1));
    return input;
  }

  private static boolean isFinite(Activation activation) {
    return activation.values().stream().allMatch(tensor -> isFinite(tensor.data()));
  }

  private static boolean isFinite(ByteBuffer floats) {
    FloatBuffer values = floats.order(ByteOrder.nativeOrder()).asFloatBuffer();
    while (values.hasRemaining()) {
      if (!Float.isFinite(values.get())) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(List<byte[]> one, List<byte[]> other) {
    return IntStream.range(0, one.size()).allMatch(i -> Arrays.equals(one.get(i), other.get(i)));
  }

  private static List<byte[]> bytes(Activation activation) {
    return activation.values().stream().map(tensor -> copy(tensor.data())).toList();
  }

  private static byte[] copy(ByteBuffer data) {
    byte[] copy = new byte[data.remaining()];
    data.get(copy);
    return copy;
  }
}
