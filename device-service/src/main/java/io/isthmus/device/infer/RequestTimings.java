package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.device.decide.Attempt;
import io.isthmus.device.edge.TailAnswer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the time of a request goes: the sums over its chunks, which overlap. Kept by the request's
 * own thread.
 */
final class RequestTimings {

  private double decodeMs;
  private double encodeMs;
  private double headMs;
  private double transferMs;
  private double edgeQueueMs;
  private double tailMs;
  private double deviceQueueMs;
  private double computedMs;
  private long sentBytes;
  private double receiveMs;
  private boolean edgeFailed;
  private final List<Attempt> attempts = new ArrayList<>();

  void decoded(double ms) {
    decodeMs += ms;
    computedMs += ms;
  }

  void encoded(double waitedMs, double ms) {
    deviceQueueMs += waitedMs;
    encodeMs += ms;
    computedMs += ms;
  }

  /** For how long this device has encoded tensors for the link, in milliseconds. */
  double encodeMs() {
    return encodeMs;
  }

  void computed(double waitedMs, double ranMs) {
    deviceQueueMs += waitedMs;
    headMs += ranMs;
    computedMs += ranMs;
  }

  /** For how long this device has computed, in milliseconds. */
  double computedMs() {
    return computedMs;
  }

  /** The edge has answered, after {@code bytes} were sent to it. */
  void answered(TailAnswer answer, long bytes) {
    transferMs += answer.transferMs();
    decodeMs += answer.times().decodeMs();
    // what others make it wait, it is expected to wait once
    edgeQueueMs = Math.max(edgeQueueMs, answer.times().queueMs());
    tailMs += answer.times().tailMs();
    sentBytes += bytes;
    receiveMs += answer.times().receiveMs();
  }

  /** The edge was waited for in vain. */
  void missed(double ms) {
    transferMs += ms;
    edgeFailed = true;
  }

  boolean edgeFailed() {
    return edgeFailed;
  }

  /** Something was tried in vain, or would be. */
  void tried(Attempt attempt) {
    attempts.add(attempt);
  }

  /** What was tried in vain, for a request that misses its deadline. */
  List<Attempt> attempts() {
    return attempts;
  }

  Observation observed(double totalMs) {
    MeasuredTime time =
        new MeasuredTime(
            decodeMs, headMs + encodeMs, transferMs, edgeQueueMs, tailMs, deviceQueueMs, totalMs);
    return new Observation(time, sentBytes, receiveMs);
  }
}
