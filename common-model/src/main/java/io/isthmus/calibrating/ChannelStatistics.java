package io.isthmus.calibrating;

import io.isthmus.codec.Codecs;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gathers the values of each channel of a tensor at a cut. Mean and deviation are those of all
 * values; the quantiles are those of evenly spaced ones, at most {@value #MOST_SAMPLES} a channel.
 */
final class ChannelStatistics {

  private static final int MOST_SAMPLES = 1 << 16;

  /** What lies outside on either side is clipped. */
  private static final double OUTSIDE = 0.0005;

  private final int channels;
  private final int perChannel;
  private final int stride;
  private final float[][] samples;
  private final double[] sum;
  private final double[] squares;
  private int sampled;
  private long images;

  /**
   * Nothing yet.
   *
   * @param spec of the tensor: its first dimension counts the channels
   * @param most how many images will come at most
   */
  ChannelStatistics(TensorSpec spec, int most) {
    channels = Codecs.channels(spec);
    perChannel = (int) (spec.elements() / channels);
    stride = (int) Math.max(1, (long) perChannel * most / MOST_SAMPLES);
    samples = new float[channels][most * ((perChannel + stride - 1) / stride)];
    sum = new double[channels];
    squares = new double[channels];
  }

  /** Adds the images of a batch; throws CalibrationException for a value that is not finite. */
  void add(Tensor tensor) throws CalibrationException {
    FloatBuffer values = tensor.data().asFloatBuffer();
    float[] channel = new float[perChannel];
    for (int image = 0; image < tensor.batch(); image++) {
      for (int c = 0; c < channels; c++) {
        values.get(channel);
        add(c, channel);
      }
      sampled += (perChannel + stride - 1) / stride;
      images++;
    }
  }

  private void add(int c, float[] values) throws CalibrationException {
    double total = 0;
    double totalSquares = 0;
    for (float value : values) {
      total += value;
      totalSquares += (double) value * value;
    }
    if (!Double.isFinite(total)) {
      throw new CalibrationException(
          "the network gives values that are not finite, in channel " + c + " of a cut");
    }
    sum[c] += total;
    squares[c] += totalSquares;
    for (int i = 0, at = sampled; i < perChannel; i += stride) {
      samples[c][at++] = values[i];
    }
  }

  /** What was gathered, channel by channel. */
  List<ChannelRange> ranges() {
    return IntStream.range(0, channels).mapToObj(this::range).toList();
  }

  private ChannelRange range(int c) {
    long n = images * perChannel;
    double mean = sum[c] / n;
    double variance = Math.max(0, squares[c] / n - mean * mean);
    float[] sorted = Arrays.copyOf(samples[c], sampled);
    Arrays.sort(sorted);
    return new ChannelRange(
        quantile(sorted, OUTSIDE), quantile(sorted, 1 - OUTSIDE), mean, Math.sqrt(variance));
  }

  private static double quantile(float[] sorted, double q) {
    double at = q * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
