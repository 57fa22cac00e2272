package io.isthmus.wire;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a request went at the edge, as its {@code Server-Timing} header tells; all in
 * milliseconds.
 *
 * @param receiveMs from the first to the last byte of the body
 * @param decodeMs decoding and pre-processing of images
 * @param queueMs waiting for an inference thread
 * @param tailMs running the units
 */
public record ServerTimes(double receiveMs, double decodeMs, double queueMs, double tailMs) {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}(?:\\.[0-9]{1,9})?");

  /** The header's value. */
  public String toServerTiming() {
    return "receive;dur="
        + decimal(receiveMs)
        + ", decode;dur="
        + decimal(decodeMs)
        + ", queue;dur="
        + decimal(queueMs)
        + ", tail;dur="
        + decimal(tailMs);
  }

  /** With three digits behind the point. */
  static String decimal(double number) {
    return BigDecimal.valueOf(number).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  /** Reads a header's value; empty if it is missing or a part of it is not a duration. */
  public static Optional<ServerTimes> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    double receive = duration(header, "receive");
    double decode = duration(header, "decode");
    double queue = duration(header, "queue");
    double tail = duration(header, "tail");
    return Double.isNaN(receive + decode + queue + tail)
        ? Optional.empty()
        : Optional.of(new ServerTimes(receive, decode, queue, tail));
  }

  private static double duration(String header, String name) {
    return number(header, name + ";dur=");
  }

  /** The number that follows {@code key} in a header, or NaN. */
  static double number(String header, String key) {
    int at = header.indexOf(key);
    if (at < 0) {
      return Double.NaN;
    }
    Matcher number = NUMBER.matcher(header).region(at + key.length(), header.length());
    return number.lookingAt() ? Double.parseDouble(number.group()) : Double.NaN;
  }

  /** What the edge spent once the body had arrived. */
  public double serverMs() {
    return decodeMs + queueMs + tailMs;
  }
}
