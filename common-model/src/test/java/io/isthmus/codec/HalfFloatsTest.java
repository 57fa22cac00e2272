package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HalfFloatsTest {

  /** The definition of IEEE 754: sign, exponent and fraction. */
  private static double meaning(int half) {
    int exponent = (half >>> 10) & 31;
    int fraction = half & 1023;
    double magnitude =
        exponent == 0
            ? Math.scalb((double) fraction, -24)
            : Math.scalb(1024.0 + fraction, exponent - 25);
    return half >= 0x8000 ? -magnitude : magnitude;
  }

  @Test
  void everyFiniteHalfIsReadAsDefinedAndWrittenAgain() {
    for (int half = 0; half < 1 << 16; half++) {
      if (HalfFloats.isFinite(half)) {
        float value = HalfFloats.toFloat(half);
        assertThat((double) value).isEqualTo(meaning(half));
        assertThat(HalfFloats.fromFloat(value)).isEqualTo(half);
      }
    }
  }

  @Test
  void betweenTwoHalvesTheNearestIsTakenAndOfTwoTheEvenOne() {
    for (int half = 0; half < 0x7bff; half++) {
      float middle = (HalfFloats.toFloat(half) + HalfFloats.toFloat(half + 1)) / 2;
      assertThat(HalfFloats.fromFloat(middle)).isEqualTo(half + (half & 1));
      assertThat(HalfFloats.fromFloat(Math.nextDown(middle))).isEqualTo(half);
      assertThat(HalfFloats.fromFloat(Math.nextUp(middle))).isEqualTo(half + 1);
      assertThat(HalfFloats.fromFloat(-middle)).isEqualTo(0x8000 | (half + (half & 1)));
    }
  }

  @Property
  void aFiniteFloatStaysFinite(@ForAll float value) {
    assertThat(HalfFloats.isFinite(HalfFloats.fromFloat(value))).isTrue();
  }

  @Test
  void whatIsTooLargeIsClippedAndNaNIsKept() {
    assertThat(HalfFloats.toFloat(HalfFloats.fromFloat(Float.MAX_VALUE))).isEqualTo(65504f);
    assertThat(HalfFloats.toFloat(HalfFloats.fromFloat(Float.NEGATIVE_INFINITY)))
        .isEqualTo(-65504f);
    assertThat(HalfFloats.isFinite(HalfFloats.fromFloat(Float.NaN))).isFalse();
  }
}
