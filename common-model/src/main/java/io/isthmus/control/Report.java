package io.isthmus.control;

/**
 * What an edge says of its load.
 *
 * @param queueMs expected wait of a new arrival, in milliseconds
 * @param slowdown measured over profiled time of its recent tails
 * @param workers how many tails it computes at the same time
 */
public record Report(double queueMs, double slowdown, int workers) {}
