package io.isthmus.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.audio.AudioInput.Longer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateConverterTest {

  private static final double SECONDS = 0.25;

  private static float[] convert(double hertz, int from, int to) throws AudioException {
    byte[] file =
        Wavs.mono(
            Wavs.FLOAT,
            32,
            from,
            (int) Math.ceil(SECONDS * from),
            t -> 0.5 * Math.sin(2 * Math.PI * hertz * t));
    FloatBuffer target = FloatBuffer.allocate((int) (SECONDS * to));
    new WavReader(new AudioInput(to, target.remaining(), Longer.START))
        .read(ByteBuffer.wrap(file), target);
    return target.array();
  }

  /** Samples that the filter of either rate reaches beyond the ends for. */
  private static int margin(int from, int to) {
    return (int) Math.ceil(SincKernel.ZEROS / SincKernel.ROLLOFF * Math.max(1, (double) to / from));
  }

  private static double largest(float[] samples, int margin) {
    double largest = 0;
    for (int i = margin; i < samples.length - margin; i++) {
      largest = Math.max(largest, Math.abs(samples[i]));
    }
    return largest;
  }

  @Property(tries = 60)
  void aSineKeepsItsFrequencyAmplitudeAndPhase(
      @ForAll @IntRange(min = 4000, max = 96_000) int from,
      @ForAll @IntRange(min = 4000, max = 48_000) int to,
      @ForAll @DoubleRange(min = 0.01, max = 0.87) double part)
      throws Exception {
    double hertz = part * Math.min(from, to) / 2;

    float[] converted = convert(hertz, from, to);

    int margin = margin(from, to);
    for (int i = margin; i < converted.length - margin; i++) {
      double expected = 0.5 * Math.sin(2 * Math.PI * hertz * i / to);
      assertThat((double) converted[i]).isCloseTo(expected, Offset.offset(5e-4));
    }
  }

  @Property(tries = 40)
  void nothingIsHeardOfWhatTheNewRateCannotHold(
      @ForAll @IntRange(min = 9000, max = 96_000) int from,
      @ForAll @DoubleRange(min = 0.12, max = 0.9) double ratio,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double part)
      throws Exception {
    int to = (int) (ratio * from);
    double hertz = (to + part * (from - to)) / 2; // between half the new rate and half the old one

    assertThat(largest(convert(hertz, from, to), margin(from, to))).isLessThan(0.5e-4);
  }

  @Test
  void theSameRateKeepsEveryBit() throws Exception {
    float[] converted = convert(440, 16_000, 16_000);

    for (int i = 0; i < converted.length; i++) {
      double t = (double) i / 16_000;
      assertThat(converted[i]).isEqualTo((float) (0.5 * Math.sin(2 * Math.PI * 440 * t)));
    }
  }

  @Test
  void theMiddleOfALongRecordingIsWhatThatOfAllOfItIs() throws Exception {
    byte[] file = Wavs.sine(440, 44_100, 44_100);
    FloatBuffer all = FloatBuffer.allocate(16_000);
    FloatBuffer middle = FloatBuffer.allocate(1000);

    new WavReader(new AudioInput(16_000, 16_000, Longer.START)).read(ByteBuffer.wrap(file), all);
    new WavReader(new AudioInput(16_000, 1000, Longer.CENTRE)).read(ByteBuffer.wrap(file), middle);

    assertThat(middle.flip()).isEqualTo(all.slice(7500, 1000));
  }

  @Test
  void theRatesThatAreFurthestApartAreConverted() throws Exception {
    assertThat(largest(convert(250, AudioInput.HIGHEST_RATE, AudioInput.LOWEST_RATE), 60))
        .isCloseTo(0.5, Offset.offset(5e-3));
    assertThat(largest(convert(250, AudioInput.LOWEST_RATE, AudioInput.HIGHEST_RATE), 25_000))
        .isCloseTo(0.5, Offset.offset(5e-4));
  }
}
