package io.isthmus.plan;

/**
 * The lower bound of a batch: the linear programme
 *
 * <pre>min M  subject to  Σ x_s·d_s ≤ M,  Σ x_s·t_s ≤ M,  Σ x_s·e_s ≤ M,  Σ x_s = n,  x ≥ 0</pre>
 *
 * over the images x_s that are cut at s, as if they could be divided at will, with d, t and e the
 * least time that an image takes of device, link and edge. Whatever the chunks and their order, the
 * busiest machine cannot be done sooner.
 *
 * <p>A vertex of the programme has as many cuts as it has machines that are busy to the end, three
 * at most. There are so few that all are looked at.
 */
final class Bound {

  private final double[][] unit; // [machine][cut's index], per image

  /** A bound for images that take that long of device, link and edge. */
  Bound(double[] device, double[] link, double[] edge) {
    unit = new double[][] {device, link, edge};
  }

  /** Of a situation's stages. */
  static Bound of(Stages stages) {
    return new Bound(
        Stages.leastPerImage(stages.device),
        Stages.leastPerImage(stages.link),
        Stages.leastPerImage(stages.edge));
  }

  /** Least time for that many images, in milliseconds. */
  double ms(int images) {
    int cuts = unit[0].length;
    double least = Double.POSITIVE_INFINITY;
    for (int a = 0; a < cuts; a++) {
      least = Math.min(least, ms(1, a, 0, a));
      for (int b = a + 1; b < cuts; b++) {
        least = Math.min(least, ofTwo(a, b));
        for (int c = b + 1; c < cuts; c++) {
          least = Math.min(least, ofThree(a, b, c));
        }
      }
    }
    return least * images;
  }

  /** Time of {@code m} images at cut a and {@code n} at cut b. */
  double ms(double m, int a, double n, int b) {
    double busiest = 0;
    for (double[] machine : unit) {
      busiest = Math.max(busiest, m * machine[a] + n * machine[b]);
    }
    return busiest;
  }

  /** Least time of an image of which parts are cut at a and b: two machines are equally busy. */
  double ofTwo(int a, int b) {
    double least = Math.min(ms(1, a, 0, b), ms(0, a, 1, b));
    for (int m = 0; m < 3; m++) {
      double[] p = unit[m];
      double[] q = unit[(m + 1) % 3];
      double slope = (p[a] - p[b]) - (q[a] - q[b]);
      double x = (q[b] - p[b]) / slope;
      if (x > 0 && x < 1) {
        least = Math.min(least, ms(x, a, 1 - x, b));
      }
    }
    return least;
  }

  /** The same of three cuts: all machines are equally busy. By Cramer's rule. */
  private double ofThree(int a, int b, int c) {
    // x·(device − link) = 0, x·(link − edge) = 0, Σ x = 1: x is parallel to the cross product
    double ua = unit[0][a] - unit[1][a];
    double ub = unit[0][b] - unit[1][b];
    double uc = unit[0][c] - unit[1][c];
    double va = unit[1][a] - unit[2][a];
    double vb = unit[1][b] - unit[2][b];
    double vc = unit[1][c] - unit[2][c];
    double xa = ub * vc - uc * vb;
    double xb = uc * va - ua * vc;
    double xc = ua * vb - ub * va;
    double sum = xa + xb + xc;
    boolean inside = xa / sum > 0 && xb / sum > 0 && xc / sum > 0;
    return inside
        ? (xa * unit[0][a] + xb * unit[0][b] + xc * unit[0][c]) / sum
        : Double.POSITIVE_INFINITY;
  }
}
