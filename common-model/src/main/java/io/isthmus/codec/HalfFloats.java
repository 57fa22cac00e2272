package io.isthmus.codec;

/**
 * IEEE 754 half-precision floats. Java has conversions of its own only from version 20 on.
 *
 * <p>Values are rounded to the nearest half, ties to even. What is too large becomes the largest
 * half, ±65504, so that a finite value stays finite.
 */
final class HalfFloats {

  private static final int SIGN = 0x8000;
  private static final int MAGNITUDE = 0x7fffffff;
  private static final int F32_INFINITY = 0x7f800000;

  private static final int INFINITY = 0x7c00;
  private static final int NAN = 0x7e00;
  private static final int LARGEST = 0x7bff;

  /** Floats from here on would be rounded to infinity: 65520. */
  private static final int OVERFLOW = Float.floatToRawIntBits(65520f);

  /** The smallest normal half, 2^-14. */
  private static final int SMALLEST_NORMAL = Float.floatToRawIntBits(0x1p-14f);

  /** A float's last bit at 1/2 is that of a subnormal half, so an addition rounds to it. */
  private static final float SUBNORMAL = 0.5f;

  /** The difference of the exponents' biases, where a half has its exponent. */
  private static final int BIAS = (127 - 15) << 10;

  private HalfFloats() {}

  /** The nearest half, in the low 16 bits. NaN stays NaN. */
  static int fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & SIGN;
    int magnitude = bits & MAGNITUDE;
    if (magnitude >= OVERFLOW) {
      return sign | (magnitude > F32_INFINITY ? NAN : LARGEST);
    }
    if (magnitude < SMALLEST_NORMAL) {
      float rounded = Float.intBitsToFloat(magnitude) + SUBNORMAL;
      return sign | (Float.floatToRawIntBits(rounded) - Float.floatToRawIntBits(SUBNORMAL));
    }
    int odd = (magnitude >>> 13) & 1;
    return sign | (((magnitude + 0xfff + odd) >>> 13) - BIAS);
  }

  /** The float of a half that is finite. */
  static float toFloat(int half) {
    float shifted = Float.intBitsToFloat((half & 0x7fff) << 13) * 0x1p112f;
    return Float.intBitsToFloat(Float.floatToRawIntBits(shifted) | ((half & SIGN) << 16));
  }

  /** Whether a half is neither infinite nor NaN. */
  static boolean isFinite(int half) {
    return (half & INFINITY) != INFINITY;
  }
}
