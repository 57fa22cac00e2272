package io.isthmus.cli.simulate;

import java.util.SplittableRandom;

/**
 * The noise of one request: the same whatever is decided, so that policies differ by their
 * decisions alone.
 *
 * @param device factor of the device's computing
 * @param edge factor of the edge's
 * @param queue factor of the wait at the edge
 * @param receiveMs how wrong the edge times an arrival
 * @param exchangeMs what scheduling adds to an exchange
 */
record Noise(double device, double edge, double queue, double receiveMs, double exchangeMs) {

  private static final double COMPUTING = 0.05;
  private static final double WAITING = 0.3;
  private static final double CLOCK_MS = 0.3;
  private static final double SCHEDULING_MS = 0.5;

  /** One request in so many meets a pause of a garbage collector or a scheduler. */
  private static final int PAUSES = 200;

  private static final double PAUSE_MS = 30;

  static Noise of(long seed, long request) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + request);
    double pause = random.nextInt(PAUSES) == 0 ? PAUSE_MS : 0;
    return new Noise(
        Math.exp(COMPUTING * random.nextGaussian()),
        Math.exp(COMPUTING * random.nextGaussian()),
        Math.exp(WAITING * random.nextGaussian()),
        CLOCK_MS * random.nextGaussian(),
        SCHEDULING_MS * Math.abs(random.nextGaussian()) + pause);
  }
}
