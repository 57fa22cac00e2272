package io.isthmus.engine;

import io.isthmus.detection.CandidateChange;
import io.isthmus.detection.Candidates;
import io.isthmus.detection.DetectionRule;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.network.OutputKind;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Objects;

/**
 * Holds two forms of a package against each other. Equal forms give equal bits; others need not,
 * but device and edge may run different ones, so each unit has to give nearly the same.
 */
public final class FormComparison {

  /** The largest difference that two forms may have, in the largest value of a unit's tensor. */
  public static final double TOLERANCE = 1e-4;

  private static final int BATCH = 2;

  private final ModelPackage model;
  private final Network network;

  /** A comparison of forms of that package. */
  public FormComparison(ModelPackage model) {
    this.model = model;
    this.network = model.network();
  }

  /**
   * Runs every unit of both for the same noise: what the first one gives is the next input of both.
   * So a difference is that of one unit.
   *
   * @return the largest difference, in the largest value of the tensor that it is in
   * @throws InvalidPackageException that names the unit, if they differ by more than {@value
   *     #TOLERANCE}
   */
  public double of(UnitChain first, UnitChain second) throws IOException, InvalidPackageException {
    double largest = 0;
    byte[][] input = noise();
    for (int l = 1; l <= network.length(); l++) {
      byte[][] expected = run(first, input, l);
      double difference = difference(l, expected, run(second, input, l));
      if (!(difference <= TOLERANCE)) {
        throw model.unusable(
            "%s gives other values in form %s than in form %s: they differ by %.2g of the largest"
                .formatted(network.cutName(l), name(second), name(first), difference));
      }
      largest = Math.max(largest, difference);
      input = expected;
    }
    return largest;
  }

  private static String name(UnitChain chain) {
    Form form = chain.form();
    return form.name();
  }

  private static byte[][] run(UnitChain chain, byte[][] input, int l)
      throws IOException, InvalidPackageException {
    return EphemeralPool.run(
        chain.backend(),
        () -> {
          try (RequestMemory memory = chain.openMemory()) {
            Activation from = chain.allocate(memory, l - 1, BATCH);
            List<ByteBuffer> buffers = from.buffers();
            for (int i = 0; i < input.length; i++) {
              buffers.get(i).put(input[i]);
            }
            return bytes(chain.run(memory, from, l));
          }
        });
  }

  private byte[][] noise() {
    return new byte[][] {InputNoise.of(network.input(), BATCH, 2)};
  }

  private static byte[][] bytes(Activation activation) {
    return activation.values().stream()
        .map(Tensor::data)
        .map(
            data -> {
              byte[] copy = new byte[data.remaining()];
              data.get(copy);
              return copy;
            })
        .toArray(byte[][]::new);
  }

  /** The largest over tensors; NaN where a value is none. */
  private double difference(int l, byte[][] expected, byte[][] other) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      FloatBuffer wanted = floats(expected[i]);
      FloatBuffer given = floats(other[i]);
      boolean rows = l == network.length() && network.kinds().get(i) == OutputKind.DETECTIONS;
      largest = Math.max(largest, rows ? ofRows(wanted, given) : difference(wanted, given));
    }
    return largest;
  }

  /** Of candidates for detections, whose rows may change places. */
  private double ofRows(FloatBuffer expected, FloatBuffer other) {
    double largest = 0;
    int size = expected.limit() / BATCH;
    for (int image = 0; image < BATCH; image++) {
      CandidateChange change =
          new CandidateChange(
              rows(expected.slice(image * size, size)), rows(other.slice(image * size, size)));
      largest = Math.max(largest, change.largest(TOLERANCE));
    }
    return largest;
  }

  private Candidates rows(FloatBuffer image) {
    float[] values = new float[image.remaining()];
    image.get(values);
    DetectionRule rule = Objects.requireNonNull(network.detections());
    return new Candidates(values, 0, values.length / DetectionRule.VALUES, rule);
  }

  private static double difference(FloatBuffer expected, FloatBuffer other) {
    double scale = 0;
    double difference = 0;
    for (int i = 0; i < expected.limit(); i++) {
      scale = Math.max(scale, Math.abs(expected.get(i)));
      difference = Math.max(difference, Math.abs((double) expected.get(i) - other.get(i)));
    }
    return difference == 0 ? 0 : difference / scale;
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
