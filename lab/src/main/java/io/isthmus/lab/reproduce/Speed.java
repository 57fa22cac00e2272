package io.isthmus.lab.reproduce;

/**
 * How fast the machines are. Only the product of rate and computing time decides (Eq. 4 keeps its
 * order if all times are divided by k and the rate is multiplied by k), so a map of faster machines
 * is also that of one core on links as many times slower.
 */
enum Speed {
  /** As measured. */
  ONE_CORE("1x", "edge as fast as one core", 1),
  /** What an accelerator might do, if it sped up all units alike. */
  FAST("32x", "edge 32 times as fast as one core", 32);

  private final String id;
  private final String title;
  private final double factor;

  Speed(String id, String title, double factor) {
    this.id = id;
    this.title = title;
    this.factor = factor;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  double factor() {
    return factor;
  }
}
