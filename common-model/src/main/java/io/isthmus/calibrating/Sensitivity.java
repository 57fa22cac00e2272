package io.isthmus.calibrating;

import io.isthmus.codec.Codecs;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Measures d_c at a cut: by how much the outputs change, squared, for each unit of noise power on
 * an element of channel c. Gaussian noise of half the channel's deviation is added to one channel
 * at a time, and the tail is run. The noise has a fixed seed.
 */
final class Sensitivity {

  private static final double NOISE = 0.5;

  /** Tails that are run for a cut, unless it has more channels than that. */
  private static final int TAILS = 512;

  /** So many images for a channel at most; more tell hardly more. */
  static final int MOST_IMAGES = 8;

  /** A cut with more channels takes all of them as alike: a flat one would take hours. */
  private static final int MOST_CHANNELS = 1024;

  private final UnitChain chain;
  private final Activation clean;
  private final Outputs exact;
  private final double[] deviations;
  private final int channels;
  private final int images;

  /**
   * A measurement.
   *
   * @param clean the activation of some images at the cut
   * @param exact what the network answers to them
   * @param deviations the deviation of each channel
   */
  Sensitivity(UnitChain chain, Activation clean, Outputs exact, double[] deviations) {
    this.chain = chain;
    this.clean = clean;
    this.exact = exact;
    this.deviations = deviations;
    this.channels = deviations.length;
    this.images = Math.max(1, Math.min(clean.batch(), TAILS / channels));
  }

  /** How many tails it takes. */
  int tails() {
    return channels > MOST_CHANNELS ? 0 : channels * images;
  }

  /**
   * d_c of each channel; 0 for one that never changes.
   *
   * @param batch tails that are run together
   * @param done is told how many have been run
   */
  double[] measure(int batch, IntConsumer done) {
    double[] sums = new double[channels];
    if (tails() == 0) {
      Arrays.fill(sums, 1);
      return sums;
    }
    for (int first = 0; first < tails(); first += batch) {
      int size = Math.min(batch, tails() - first);
      run(first, size, sums);
      done.accept(first + size);
    }
    return perUnitOfNoise(sums);
  }

  private double[] perUnitOfNoise(double[] sums) {
    int first = 0;
    for (TensorSpec spec : clean.spec().specs()) {
      int next = first + Codecs.channels(spec);
      double elements = (double) spec.elements() / (next - first);
      for (int c = first; c < next; c++) {
        double power = Math.pow(NOISE * deviations[c], 2) * elements * images;
        sums[c] = power > 0 ? sums[c] / power : 0;
      }
      first = next;
    }
    return sums;
  }

  /** Tail number t is that of channel t / images with noise, for image t % images. */
  private void run(int first, int size, double[] sums) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation noisy = chain.allocate(memory, clean.cut(), size);
      fill(noisy, first, size);
      Activation answer = chain.run(memory, noisy, chain.network().length());
      Outputs outputs = new Outputs(chain.network(), answer);
      for (int t = first; t < first + size; t++) {
        sums[t / images] += outputs.squaredChange(t - first, exact, t % images);
      }
    }
  }

  private void fill(Activation noisy, int first, int size) {
    List<ByteBuffer> targets = noisy.buffers();
    int before = 0; // channels of the tensors before
    for (int i = 0; i < targets.size(); i++) {
      int own = Codecs.channels(clean.spec().specs().get(i));
      FloatBuffer all = clean.values().get(i).data().asFloatBuffer();
      FloatBuffer target = targets.get(i).asFloatBuffer();
      float[] values = new float[all.remaining() / clean.batch()];
      for (int t = first; t < first + size; t++) {
        all.position(t % images * values.length).get(values);
        int channel = t / images - before;
        if (channel >= 0 && channel < own) {
          int elements = values.length / own;
          addNoise(values, channel * elements, elements, t / images);
        }
        target.put(values);
      }
      before += own;
    }
  }

  private void addNoise(float[] values, int from, int elements, int channel) {
    Random random = new Random(31L * clean.cut() + channel);
    for (int i = from; i < from + elements; i++) {
      values[i] += (float) (NOISE * deviations[channel] * random.nextGaussian());
    }
  }
}
