package io.isthmus.lab.bench;

import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.Conditions;
import io.isthmus.units.DataRate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request, what was predicted and what came of it.
 *
 * @param number counted from 1
 * @param seconds when it was posted, since the first
 * @param rate of the link then
 * @param asked what was asked
 * @param afterChange whether link or load had changed since the request before
 * @param believed what the device believed just before
 * @param answer what it answered
 */
record Observation(
    int number,
    double seconds,
    DataRate rate,
    RequestMix.Request asked,
    boolean afterChange,
    Conditions believed,
    Answer answer) {

  /** A rate that differs by less than this factor from the one before has not changed. */
  private static final double CHANGE = 1.5;

  /** Whether the link or the load is another than at the request before. */
  static boolean changed(@Nullable Observation before, DataRate rate, RequestMix.Request asked) {
    if (before == null) {
      return true;
    }
    double ratio = rate.bytesPerSecond() / before.rate.bytesPerSecond();
    return asked.load() != before.asked.load() || ratio > CHANGE || ratio < 1 / CHANGE;
  }

  /** Whether its prediction is to be judged: there was one, and things went the way it foresaw. */
  boolean counts() {
    return !answer.degraded() && answer.decision().predictedMs() != null;
  }

  /** Predicted times; only for one that counts. */
  Answer.Times predicted() {
    return Objects.requireNonNull(answer.decision().predictedMs());
  }

  Answer.Times measured() {
    return answer.measuredMs();
  }

  /** (predicted − measured) / measured, of the total. */
  double error() {
    return (predicted().total() - measured().total()) / measured().total();
  }

  /** Predicted − measured of a part, in milliseconds. */
  double errorMs(Part part) {
    return part.of(predicted()) - part.of(measured());
  }
}
