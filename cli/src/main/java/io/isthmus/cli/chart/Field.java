package io.isthmus.cli.chart;

/** A value for every point of a plane. */
@FunctionalInterface
public interface Field {

  /** The value there; NaN where there is none. */
  double at(double x, double y);
}
