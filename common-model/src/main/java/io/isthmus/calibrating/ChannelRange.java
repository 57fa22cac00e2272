package io.isthmus.calibrating;

/**
 * The values of a channel.
 *
 * @param low all but one in two thousand are above it
 * @param high all but one in two thousand are below it
 * @param mean their mean
 * @param deviation their standard deviation
 */
record ChannelRange(double low, double high, double mean, double deviation) {

  double width() {
    return high - low;
  }
}
