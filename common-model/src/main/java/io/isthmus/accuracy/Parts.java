package io.isthmus.accuracy;

import io.isthmus.decision.LatencyBreakdown;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request's time, in milliseconds; or of anything that there is for each of them.
 * Writing the tensors at a cut counts with the head, reading them with the decoding of images.
 */
public record Parts(
    double decode, double head, double transfer, double queue, double tail, double total) {

  private static final double MOST_MS = 1e12;

  /** Nothing. */
  public static final Parts ZERO = new Parts(0, 0, 0, 0, 0, 0);

  /** What was predicted. */
  public static Parts of(LatencyBreakdown t) {
    return new Parts(
        t.decodeMs() + t.tensorDecodeMs(),
        t.headMs() + t.encodeMs(),
        t.transferMs(),
        t.queueMs(),
        t.tailMs(),
        t.totalMs());
  }

  /** What was predicted, if anything was. */
  public static @Nullable Parts ofNullable(@Nullable LatencyBreakdown t) {
    return t == null ? null : of(t);
  }

  /** What was measured. */
  public static Parts of(MeasuredTime t) {
    return new Parts(
        t.decodeMs(), t.headMs(), t.transferMs(), t.queueMs(), t.tailMs(), t.totalMs());
  }

  /** Joins each part with the same part of another. */
  public Parts with(Parts other, DoubleBinaryOperator join) {
    return new Parts(
        join.applyAsDouble(decode, other.decode),
        join.applyAsDouble(head, other.head),
        join.applyAsDouble(transfer, other.transfer),
        join.applyAsDouble(queue, other.queue),
        join.applyAsDouble(tail, other.tail),
        join.applyAsDouble(total, other.total));
  }

  /** This less another. */
  public Parts minus(Parts other) {
    return with(other, (a, b) -> a - b);
  }

  /** This and the other's absolute values. */
  Parts plusAbsolute(Parts other) {
    return with(other, (a, b) -> a + Math.abs(b));
  }

  /** Whether each part can be a time of a request: a number, and of less than 30 years. */
  boolean possible() {
    return DoubleStream.of(decode, head, transfer, queue, tail, total)
        .allMatch(ms -> Math.abs(ms) <= MOST_MS);
  }

  /** Each part of it divided by the same number. */
  Parts dividedBy(double divisor) {
    return with(ZERO, (a, zero) -> a / divisor);
  }
}
