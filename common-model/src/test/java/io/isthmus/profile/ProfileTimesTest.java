package io.isthmus.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ProfileTimesTest {

  private final ProfileTimes times =
      MadeProfile.times(
          MadeProfile.withImages(2, 6, 4, 10, 20, 30),
          MadeProfile.withImages(4, 12, 8, 15, 24, 60),
          MadeProfile.withImages(8, 20, 10, 31, 40, 80),
          BatchTimings.tooLarge(16));

  @Test
  void areTheMediansAtMeasuredSizes_andLinearBetweenThem() {
    assertThat(times.units(0, 3, 2)).isEqualTo(60);
    assertThat(times.units(0, 1, 4)).isEqualTo(15);
    assertThat(times.units(1, 2, 4)).isEqualTo(24);
    assertThat(times.units(2, 3, 3)).isEqualTo(45);
    assertThat(times.units(0, 1, 5)).isEqualTo(19);
    assertThat(times.units(0, 1, 7)).isEqualTo(27);
    assertThat(times.units(2, 2, 7)).isZero();
  }

  @Test
  void aBatchSmallerThanAnyMeasuredTakesAsLongAsTheSmallest() {
    assertThat(times.units(0, 3, 1)).isEqualTo(60);
  }

  @Test
  void aBatchThatWasNotMeasuredOrDidNotFitIsRefused() {
    assertThat(times.largestBatch()).isEqualTo(8);
    for (int batch : new int[] {-1, 0, 9, 16, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> times.units(0, 3, batch))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("" + batch);
    }
  }

  @Test
  void imagesAreDecodedAndPreprocessedInProportionToTheirPixels() {
    assertThat(times.images(0)).isZero();
    assertThat(times.images(MadeProfile.REFERENCE_PIXELS)).isEqualTo(5);
    assertThat(times.images(3 * MadeProfile.REFERENCE_PIXELS)).isEqualTo(15);
  }

  @Property
  void moreImagesNeverTakeLess_howeverTheMeasurementsScatter(
      @ForAll @Size(min = 1, max = 5) List<@Size(3) List<@DoubleRange(max = 1e4) Double>> medians) {
    BatchTimings[] batches = new BatchTimings[medians.size()];
    for (int i = 0; i < batches.length; i++) {
      batches[i] =
          MadeProfile.batch(
              1 << i, medians.get(i).stream().mapToDouble(Double::doubleValue).toArray());
    }
    ProfileTimes scattered = MadeProfile.times(batches);
    for (int from = 0; from < 3; from++) {
      for (int to = from; to <= 3; to++) {
        for (int batch = 2; batch <= scattered.largestBatch(); batch++) {
          assertThat(scattered.units(from, to, batch))
              .isGreaterThanOrEqualTo(scattered.units(from, to, batch - 1) - 1e-9);
        }
      }
    }
    for (int i = 0; i < batches.length; i++) {
      assertThat(scattered.units(1, 2, 1 << i))
          .isGreaterThanOrEqualTo(medians.get(i).get(1) - 1e-9);
    }
  }

  @Property
  void stretchesAddUp_howeverTheyAreJoined(
      @ForAll @IntRange(max = 3) int from,
      @ForAll @IntRange(max = 3) int to,
      @ForAll @IntRange(max = 3) int between,
      @ForAll @IntRange(min = 1, max = 8) int batch) {
    int first = Math.min(from, Math.min(to, between));
    int last = Math.max(from, Math.max(to, between));
    int middle = from + to + between - first - last;
    assertThat(times.units(first, middle, batch) + times.units(middle, last, batch))
        .isCloseTo(times.units(first, last, batch), within(1e-9));
    assertThat(times.units(first, last, batch)).isNotNegative();
  }

  @Property
  void betweenMeasuredSizesATimeLiesBetweenTheirs(
      @ForAll @IntRange(min = 2, max = 8) int batch, @ForAll @IntRange(max = 3) int to) {
    int below = batch < 4 ? 2 : batch < 8 ? 4 : 8;
    int above = batch <= 2 ? 2 : batch <= 4 ? 4 : 8;
    assertThat(times.units(0, to, batch))
        .isBetween(times.units(0, to, below), times.units(0, to, above));
  }

  @Test
  void nothingIsPlannedBeyondTheFirstSizeThatDoesNotFit_whateverIsListedAfterIt() {
    TimingProfile odd =
        MadeProfile.of(
            MadeProfile.batch(1, 1, 1), BatchTimings.tooLarge(2), MadeProfile.batch(4, 2, 2));
    ProfileTimes oddTimes = new ProfileTimes(odd);
    assertThat(odd.largestBatch()).isEqualTo(1);
    assertThat(oddTimes.largestBatch()).isEqualTo(1);
    assertThatThrownBy(() -> oddTimes.units(0, 1, 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void oneWildTimeOfAnImageAmongTheSizesDoesNotCount() {
    ProfileTimes cold =
        MadeProfile.times(
            MadeProfile.withImages(1, 30, 10, 1),
            MadeProfile.withImages(2, 6, 4, 1),
            MadeProfile.withImages(4, 12, 8, 1));
    assertThat(cold.images(MadeProfile.REFERENCE_PIXELS)).isEqualTo(5);
  }

  @Property
  void morePixelsNeverTakeLess(@ForAll @IntRange int pixels, @ForAll @IntRange int more) {
    assertThat(times.images((long) pixels + more)).isGreaterThanOrEqualTo(times.images(pixels));
  }
}
