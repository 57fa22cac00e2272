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

  /** A whole number, not the beginning of a longer one. */
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,12}+(?:\\.[0-9]{1,9}+)?+(?![0-9.eE])");

  /** A day: no honest edge has spent more on a request. */
  private static final double MOST_MS = 86_400_000;

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

  /** Reads a header's value; empty if it is missing or a part of it is not 0 to a day. */
  public static Optional<ServerTimes> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    double receive = duration(header, "receive");
    double decode = duration(header, "decode");
    double queue = duration(header, "queue");
    double tail = duration(header, "tail");
    return Math.max(Math.max(receive, decode), Math.max(queue, tail)) <= MOST_MS
        ? Optional.of(new ServerTimes(receive, decode, queue, tail))
        : Optional.empty();
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

  /**
   * The times as far as they can be true of an exchange of that length, in milliseconds: what an
   * edge says beyond it is cut off, so that it is in no answer and in no mean.
   */
  public ServerTimes within(double exchangeMs) {
    double left = Math.max(0, exchangeMs);
    double decode = Math.min(decodeMs, left);
    double queue = Math.min(queueMs, left - decode);
    double tail = Math.min(tailMs, left - decode - queue);
    return new ServerTimes(Math.min(receiveMs, left), decode, queue, Math.max(0, tail));
  }

  /** What the edge spent once the body had arrived. */
  public double serverMs() {
    return decodeMs + queueMs + tailMs;
  }
}
