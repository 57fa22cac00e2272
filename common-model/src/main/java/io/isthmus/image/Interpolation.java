package io.isthmus.image;

/** How pixels between pixels are computed. Both widen where a picture shrinks (antialiasing). */
public enum Interpolation {
  /** A triangle. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }
  },
  /** Keys' cubic with a = -0.5. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
    }
  };

  private final double support;

  Interpolation(double support) {
    this.support = support;
  }

  /** The weight of a pixel at a distance, in pixels of the smaller picture. */
  abstract double weight(double distance);

  /** Beyond that distance every weight is 0. */
  double support() {
    return support;
  }
}
