package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.encoding.Encoding;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodedSizesTest {

  private static final Option SIXTEEN = Option.at(2, Encoding.quantised(16));
  private static final Option FOUR = Option.at(2, Encoding.quantised(4));
  private static final Option LATER = Option.at(3, Encoding.quantised(16));
  private static final Option INPUT = Option.at(0, Encoding.LOSSLESS);
  private static final Option LOSSLESS = Option.at(2, Encoding.LOSSLESS);

  private static CodedSizes seen(Option option, boolean files, int times, double factor) {
    CodedSizes sizes = CodedSizes.NONE;
    for (int i = 0; i < times; i++) {
      sizes = sizes.seen(option, files, 1, factor);
    }
    return sizes;
  }

  @Test
  void whatNobodyHasSeenIsAsCalibrated() {
    assertThat(CodedSizes.NONE.factor(SIXTEEN, true)).isEqualTo(1);
  }

  @Property
  void aSteadyFactorIsLearnt(
      @ForAll @DoubleRange(min = 0.05, max = 20) double factor,
      @ForAll @IntRange(min = 1, max = 16) int batch) {
    CodedSizes sizes = CodedSizes.NONE;
    for (int i = 0; i < 200; i += batch) {
      sizes = sizes.seen(INPUT, true, batch, factor);
    }
    assertThat(Math.log(sizes.factor(INPUT, true)))
        .isCloseTo(Math.log(factor), within(0.01 + 0.01 * Math.abs(Math.log(factor))));
  }

  @Test
  void oneImageMovesTheFactorButNotAllTheWay() {
    assertThat(seen(SIXTEEN, true, 1, 4).factor(SIXTEEN, true)).isBetween(2.0, 3.9);
  }

  @Test
  void otherOptionsOfTheKindFollow() {
    CodedSizes sizes = seen(SIXTEEN, true, 50, 3);
    assertThat(sizes.factor(FOUR, true)).isBetween(2.8, 3.0);
    assertThat(sizes.factor(LATER, true)).isBetween(2.8, 3.0);
  }

  @Test
  void otherKindsAndOtherSourcesDoNot() {
    CodedSizes sizes = seen(INPUT, true, 50, 3);
    assertThat(sizes.factor(INPUT, false)).isEqualTo(1);
    assertThat(sizes.factor(LOSSLESS, true)).isEqualTo(1);
    assertThat(sizes.factor(SIXTEEN, true)).isEqualTo(1);
  }

  @Test
  void whatChangesIsLearntAgain() {
    CodedSizes sizes = seen(SIXTEEN, true, 1000, 5);
    for (int i = 0; i < 100; i++) {
      sizes = sizes.seen(SIXTEEN, true, 1, 0.5);
    }
    assertThat(sizes.factor(SIXTEEN, true)).isBetween(0.49, 0.6);
  }

  @Test
  void noSampleMakesNonsenseOfIt() {
    CodedSizes sizes = CodedSizes.NONE;
    for (double factor :
        new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE, 1e-300}) {
      sizes = sizes.seen(SIXTEEN, true, 1, factor).seen(SIXTEEN, true, 0, 2);
    }
    assertThat(sizes.factor(SIXTEEN, true)).isBetween(1.0 / 64, 64.0);
  }
}
