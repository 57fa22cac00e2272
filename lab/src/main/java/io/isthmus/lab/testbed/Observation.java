package io.isthmus.lab.testbed;

import io.isthmus.cli.service.Answer.Times;
import io.isthmus.cli.service.DeviceClient.Timed;
import io.isthmus.lab.exact.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One request: a row of the results. Times in milliseconds; null where there was no answer, or no
 * such time in it.
 *
 * @param model name of the network
 * @param share of a core that the device had
 * @param rate of the link, with its unit
 * @param batch images in the request
 * @param input {@code photos}, {@code frames} or {@code private}
 * @param policy how the cut was chosen
 * @param round counted from 1
 * @param clientMs from the client's request to the end of its answer
 * @param deviceMs the device's own total, which the prediction and the bound are about
 * @param predictedMs what the device expected of that
 * @param boundMs what no plan could beat, in the device's estimate
 * @param plan chunks and their cuts, such as {@code 8@3+8@18}
 * @param mode {@code local}, {@code split} or {@code offload}
 * @param degraded whether the device finished something alone
 * @param identical whether all logits are the uncut chain's, bit for bit and in order
 * @param problem why there is no answer; null where there is one
 */
record Observation(
    String model,
    double share,
    String rate,
    int batch,
    String input,
    String policy,
    int round,
    @Nullable Double clientMs,
    @Nullable Double deviceMs,
    @Nullable Double predictedMs,
    @Nullable Double boundMs,
    @Nullable Double decodeMs,
    @Nullable Double headMs,
    @Nullable Double transferMs,
    @Nullable Double queueMs,
    @Nullable Double tailMs,
    @Nullable String plan,
    @Nullable String mode,
    boolean degraded,
    boolean identical,
    @Nullable String problem) {

  private static final double TENTHS_OF_MICROSECONDS = 1e4;

  /**
   * The machines and the request that a row is about.
   *
   * @param model name of the network
   * @param share of a core that the device has
   */
  record Asked(String model, double share, Cell cell, String policy, int round) {}

  /** A request that was answered. */
  static Observation answered(Asked asked, Timed<Reply> timed, boolean identical) {
    Reply reply = timed.answer();
    Times measured = reply.measuredMs();
    Times predicted = reply.decision().predictedMs();
    return new Observation(
        asked.model(),
        asked.share(),
        asked.cell().rate().toString(),
        asked.cell().batch(),
        asked.cell().feed().toString(),
        asked.policy(),
        asked.round(),
        rounded(timed.ms()),
        rounded(measured.total()),
        predicted == null ? null : rounded(predicted.total()),
        rounded(reply.decision().boundMs()),
        rounded(measured.decode()),
        rounded(measured.head()),
        rounded(measured.transfer()),
        rounded(measured.queue()),
        rounded(measured.tail()),
        reply.decision().planText(),
        reply.decision().mode(),
        reply.degraded(),
        identical,
        null);
  }

  /** A request that was not. */
  static Observation lost(Asked asked, String problem) {
    return new Observation(
        asked.model(),
        asked.share(),
        asked.cell().rate().toString(),
        asked.cell().batch(),
        asked.cell().feed().toString(),
        asked.policy(),
        asked.round(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        false,
        problem.replaceAll("\\s+", " "));
  }

  private static @Nullable Double rounded(@Nullable Double ms) {
    return ms == null ? null : Math.round(ms * TENTHS_OF_MICROSECONDS) / TENTHS_OF_MICROSECONDS;
  }

  /** Whether there was no answer. */
  boolean isLost() {
    return problem != null;
  }

  /** Whether this row is about that request. */
  boolean isOf(Asked asked) {
    return round == asked.round() && policy.equals(asked.policy()) && isIn(asked);
  }

  /** Whether this row is of the same cell as that request. */
  boolean isIn(Asked asked) {
    return model.equals(asked.model())
        && share == asked.share()
        && batch == asked.cell().batch()
        && rate.equals(asked.cell().rate().toString())
        && input.equals(asked.cell().feed().toString());
  }
}
