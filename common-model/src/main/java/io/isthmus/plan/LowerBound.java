package io.isthmus.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The lower bound of a batch: the linear programme
 *
 * <pre>min M  subject to  Σ x_c·d_c ≤ M,  Σ x_c·t_c ≤ M,  Σ x_c·e_c ≤ M,  Σ x_c = n,  x ≥ 0</pre>
 *
 * over the images x_c that go through in chunks of a kind c, a cut and a size, as if they could be
 * divided at will; d, t and e are what an image of such a chunk takes of device, link and edge.
 * Whatever the chunks and their order, the busiest machine cannot be done sooner.
 *
 * <p>For one image it is the value of a game of three rows, max over λ of min over c of λ·(d, t,
 * e)_c with λ ≥ 0 and Σ λ = 1. It is solved by generating columns: exactly for a few kinds, then
 * with the kind that its λ finds cheapest besides, until none is cheaper. Each λ on the way is a
 * valid bound by itself, so that rounding and an early end cost tightness only.
 */
final class LowerBound {

  private static final double[][] CORNERS = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final int MOST_ROUNDS = 20;
  private static final double EXACT = 1e-6;

  private final List<double[]> columns; // [device, link, edge], milliseconds an image
  private final List<double[]> active = new ArrayList<>();

  /**
   * A bound for chunks of these kinds.
   *
   * @param columns what an image takes of each machine
   */
  LowerBound(List<double[]> columns) {
    this.columns = columns;
  }

  /** Of a situation's stages: all cuts and sizes. */
  static LowerBound of(Stages stages) {
    List<double[]> columns = new ArrayList<>();
    for (int cut = 0; cut < stages.options.length; cut++) {
      for (int size = 1; size <= stages.images; size++) {
        columns.add(
            new double[] {
              stages.device[cut][size] / size,
              stages.link[cut][size] / size,
              stages.edge[cut][size] / size
            });
      }
    }
    return new LowerBound(columns);
  }

  /** Least time of an image, in milliseconds, when there are many. */
  double perImageMs() {
    double[] lambda = {1.0 / 3, 1.0 / 3, 1.0 / 3};
    double best = 0;
    double hoped = Double.POSITIVE_INFINITY;
    for (int round = 0; round < MOST_ROUNDS && best < hoped * (1 - EXACT); round++) {
      double[] cheapest = cheapest(columns, lambda);
      best = Math.max(best, price(cheapest, lambda));
      active.add(cheapest);
      lambda = solveActive();
      hoped = price(cheapest(active, lambda), lambda);
    }
    return best;
  }

  private static double price(double[] column, double[] lambda) {
    return lambda[0] * column[0] + lambda[1] * column[1] + lambda[2] * column[2];
  }

  private static double[] cheapest(List<double[]> columns, double[] lambda) {
    double[] cheapest = columns.get(0);
    double least = Double.POSITIVE_INFINITY;
    for (double[] column : columns) {
      double price = price(column, lambda);
      if (price < least) {
        cheapest = column;
        least = price;
      }
    }
    return cheapest;
  }

  /**
   * The λ at which the cheapest active column is dearest: a corner of the triangle of all λ, a
   * place on its rim where two columns cost the same, or one inside where three do.
   */
  private double[] solveActive() {
    Best best = new Best();
    for (double[] corner : CORNERS) {
      best.offer(corner);
    }
    for (int a = 0; a < active.size(); a++) {
      for (int b = 0; b < a; b++) {
        double[] u = minus(active.get(a), active.get(b));
        for (double[] corner : CORNERS) {
          best.offer(cross(u, corner)); // without that machine
        }
        for (int c = 0; c < b; c++) {
          best.offer(cross(u, minus(active.get(b), active.get(c))));
        }
      }
    }
    return best.lambda;
  }

  /** The best λ so far. */
  private final class Best {
    private double[] lambda = CORNERS[0];
    private double value = Double.NEGATIVE_INFINITY;

    /** Considers a λ of any length; one that is no weighting of the machines is none. */
    void offer(double[] direction) {
      double sum = direction[0] + direction[1] + direction[2];
      double[] l = {direction[0] / sum, direction[1] / sum, direction[2] / sum};
      if (l[0] >= 0 && l[1] >= 0 && l[2] >= 0) {
        double price = price(cheapest(active, l), l);
        if (price > value) {
          value = price;
          lambda = l;
        }
      }
    }
  }

  private static double[] minus(double[] a, double[] b) {
    return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  private static double[] cross(double[] u, double[] v) {
    return new double[] {
      u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]
    };
  }
}
