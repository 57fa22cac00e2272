package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.encoding.Quantiser;
import io.isthmus.encoding.Quantiser.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantiserDesignTest {

  /** Each of two steps may be an eighth of an octave off. */
  private static final double OFF = Math.pow(2, 2.0 / 8);

  @Test
  void channelsThatCountAlikeHaveStepsOfOneSize_andTheWidestHasAllLevels() {
    Quantiser quantiser = design(new double[] {1, 1}, range(0, 8), range(-1, 1)).quantiser(17);
    assertThat(quantiser.channels())
        .containsExactly(new Channel(-8, 0, 17), new Channel(-8, -2, 5));
  }

  @Test
  void aChannelThatCountsFourTimesHasHalfTheStep() {
    Quantiser quantiser = design(new double[] {1, 4}, range(0, 8), range(0, 8)).quantiser(33);
    assertThat(quantiser.channels())
        .containsExactly(new Channel(-8, 0, 17), new Channel(-16, 0, 33));
  }

  @Test
  void aChannelThatIsNarrowerThanItsStepIsItsMean() {
    ChannelRange narrow = new ChannelRange(2.9, 3.1, 3.01, 0.05);
    Channel channel =
        design(new double[] {1, 1}, range(0, 8), narrow).quantiser(9).channels().get(1);
    assertThat(channel.levels()).isEqualTo(1);
    assertThat((double) channel.step() * channel.zero()).isCloseTo(3.01, within(1e-4));
  }

  @Test
  void aChannelThatNeedsFarMoreThanTheOthersLeavesThemAnEighthOfTheLevels() {
    List<Channel> channels =
        design(
                new double[] {1, 1, 1, 1, 1},
                range(0, 1000),
                range(0, 2),
                range(0, 2),
                range(0, 1),
                range(0, 2))
            .quantiser(65)
            .channels();
    assertThat(channels.get(0).levels()).isEqualTo(65);
    assertThat(channels.get(0).step()).isGreaterThanOrEqualTo(1000f / 65);
    assertThat(channels.subList(1, 5)).extracting(Channel::levels).containsExactly(9, 9, 5, 9);
  }

  @Test
  void aChannelThatDoesNotCountIsTakenToCountAThousandthOfTheMean() {
    Quantiser quantiser = design(new double[] {0, 2}, range(0, 100), range(0, 100)).quantiser(255);
    double ratio = quantiser.channels().get(0).step() / quantiser.channels().get(1).step();
    assertThat(ratio).isCloseTo(Math.sqrt(2000), within(5.0));
  }

  @Test
  void channelsOfWhichNoneCountsAreTakenAsAlike() {
    Quantiser quantiser = design(new double[] {0, 0}, range(0, 8), range(0, 8)).quantiser(9);
    assertThat(quantiser.channels()).containsExactly(new Channel(0, 0, 9), new Channel(0, 0, 9));
  }

  @Property
  void theFinestChannelHasAllLevels_noneHasMore_andAllCoverTheirRanges(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 256) int levels,
      @ForAll @IntRange(min = 1, max = 12) int channels) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ChannelRange> ranges = new ArrayList<>();
    double[] sensitivity = new double[channels];
    for (int c = 0; c < channels; c++) {
      double low = random.nextDouble(-5, 5);
      double width = Math.exp(random.nextDouble(-3, 3));
      ranges.add(new ChannelRange(low, low + width, low + width / 2, width / 6));
      sensitivity[c] = Math.exp(random.nextDouble(-4, 4));
    }
    Quantiser quantiser = new QuantiserDesign(ranges, sensitivity).quantiser(levels);
    assertThat(quantiser.channels().stream().mapToInt(Channel::levels).max()).hasValue(levels);
    for (int c = 0; c < channels; c++) {
      assertCovers(quantiser.channels().get(c), ranges.get(c));
    }
  }

  private static void assertCovers(Channel channel, ChannelRange range) {
    if (channel.levels() > 1) {
      double step = channel.step();
      assertThat(channel.zero() * step).isLessThanOrEqualTo(range.low() + 0.501 * step);
      assertThat((channel.zero() + channel.levels() - 1) * step)
          .isGreaterThanOrEqualTo(range.high() - 0.501 * step);
    }
  }

  @Property
  void stepsAreInverseToTheRootOfWhatAChannelCounts(
      @ForAll @IntRange(min = 1, max = 100) int sensitivity) {
    Quantiser quantiser =
        design(new double[] {1, sensitivity}, range(0, 64), range(0, 64)).quantiser(256);
    double ratio = quantiser.channels().get(0).step() / quantiser.channels().get(1).step();
    double expected = Math.sqrt(sensitivity);
    assertThat(ratio).isBetween(expected / OFF / 1.001, expected * OFF * 1.001);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1e-40, 2e-40",
    "-1e38, 1e38",
    "1e6, 1.000001e6",
    "3e38, 3.1e38",
    "-1e-30, 1e-30",
    "1e12, 1e12",
    "-5, -5",
  })
  void whateverRangeComesThereIsAQuantiser(double low, double high) {
    ChannelRange odd = new ChannelRange(low, high, low + (high - low) / 2, 1);
    for (int levels : new int[] {2, 8, 256}) {
      assertThat(design(new double[] {1}, odd).quantiser(levels).channels()).hasSize(1);
      assertThat(design(new double[] {1, 1e-9}, odd, range(0, 1)).quantiser(levels).channels())
          .hasSize(2);
    }
  }

  private static QuantiserDesign design(double[] sensitivity, ChannelRange... ranges) {
    return new QuantiserDesign(List.of(ranges), sensitivity);
  }

  private static ChannelRange range(double low, double high) {
    return new ChannelRange(low, high, (low + high) / 2, (high - low) / 6);
  }
}
