package io.isthmus.lab.testbed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.DeviceClient.Timed;
import io.isthmus.lab.exact.Difference;
import io.isthmus.lab.exact.Reply;
import org.jspecify.annotations.Nullable;

/**
 * One request: a row of the results. In CSV all of it is one flat row. Times are in milliseconds;
 * null where there was no answer, or no such time in it.
 *
 * @param request what was asked of which machines
 * @param times from end to end
 * @param parts where the device's time went
 * @param result what came of it
 */
record Observation(
    @JsonUnwrapped Request request,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Parts parts,
    @JsonUnwrapped Result result) {

  private static final double TENTHS_OF_MICROSECONDS = 1e4;

  /**
   * The machines and the request that a row is about.
   *
   * @param model name of the network
   * @param share of a core that the device has
   */
  record Asked(String model, double share, Cell cell, String policy, int round) {}

  /**
   * The machines and the request that a row is about, as a row names them.
   *
   * @param model name of the network
   * @param share of a core that the device had
   * @param rate of the link, with its unit
   * @param batch images in the request
   * @param input {@code photos}, {@code frames} or {@code private}
   * @param policy how the cut was chosen
   * @param round counted from 1
   */
  record Request(
      String model, double share, String rate, int batch, String input, String policy, int round) {

    private static Request of(Asked asked) {
      return new Request(
          asked.model(),
          asked.share(),
          asked.cell().rate().toString(),
          asked.cell().batch(),
          asked.cell().input().toString(),
          asked.policy(),
          asked.round());
    }

    private boolean isInCellOf(Request other) {
      return model.equals(other.model)
          && share == other.share
          && batch == other.batch
          && rate.equals(other.rate)
          && input.equals(other.input);
    }
  }

  /**
   * Times from end to end.
   *
   * @param clientMs from the client's request to the end of its answer
   * @param deviceMs the device's own total, which the prediction and the bound are about
   * @param predictedMs what the device expected of that
   * @param boundMs what no plan could beat, in the device's estimate
   */
  record Times(
      @Nullable Double clientMs,
      @Nullable Double deviceMs,
      @Nullable Double predictedMs,
      @Nullable Double boundMs) {

    private static final Times NONE = new Times(null, null, null, null);

    private static Times of(Timed<Reply> timed) {
      Reply reply = timed.answer();
      Answer.Times predicted = reply.decision().predictedMs();
      return new Times(
          rounded(timed.ms()),
          rounded(reply.measuredMs().total()),
          predicted == null ? null : rounded(predicted.total()),
          rounded(reply.decision().boundMs()));
    }
  }

  /**
   * Where the device's time went.
   *
   * @param decodeMs decoding and pre-processing
   * @param headMs the head, on the device
   * @param transferMs on the link
   * @param queueMs waiting at the edge
   * @param tailMs the tail, on the edge
   */
  record Parts(
      @Nullable Double decodeMs,
      @Nullable Double headMs,
      @Nullable Double transferMs,
      @Nullable Double queueMs,
      @Nullable Double tailMs) {

    private static final Parts NONE = new Parts(null, null, null, null, null);

    private static Parts of(Answer.Times measured) {
      return new Parts(
          rounded(measured.decode()),
          rounded(measured.head()),
          rounded(measured.transfer()),
          rounded(measured.queue()),
          rounded(measured.tail()));
    }
  }

  /**
   * What came of a request.
   *
   * @param plan chunks and their cuts, such as {@code 8@3+8@18}; null where there is no answer
   * @param mode {@code local}, {@code split} or {@code offload}; null where there is no answer
   * @param degraded whether the device finished something alone
   * @param identical whether all logits are the uncut chain's, bit for bit and in order
   * @param changed images with another top class than the uncut chain gives
   * @param problem why there is no answer; null where there is one
   */
  record Result(
      @Nullable String plan,
      @Nullable String mode,
      boolean degraded,
      boolean identical,
      int changed,
      @Nullable String problem) {

    private static Result of(Reply reply, Difference difference) {
      Reply.Decision decision = reply.decision();
      return new Result(
          decision.planText(),
          decision.mode(),
          reply.degraded(),
          difference.none(),
          difference.changed(),
          null);
    }

    private static Result lost(String problem) {
      return new Result(null, null, false, false, 0, problem.replaceAll("\\s+", " "));
    }
  }

  /** A request that was answered. */
  static Observation answered(Asked asked, Timed<Reply> timed, Difference difference) {
    Reply reply = timed.answer();
    return new Observation(
        Request.of(asked),
        Times.of(timed),
        Parts.of(reply.measuredMs()),
        Result.of(reply, difference));
  }

  /** A request that was not. */
  static Observation lost(Asked asked, String problem) {
    return new Observation(Request.of(asked), Times.NONE, Parts.NONE, Result.lost(problem));
  }

  private static @Nullable Double rounded(@Nullable Double ms) {
    return ms == null ? null : Math.round(ms * TENTHS_OF_MICROSECONDS) / TENTHS_OF_MICROSECONDS;
  }

  /** How the cut was chosen. */
  String policy() {
    return request.policy();
  }

  /** Whether there was no answer. */
  boolean isLost() {
    return result.problem() != null;
  }

  /** Whether the device finished something alone. */
  boolean degraded() {
    return result.degraded();
  }

  /** Whether all logits are the uncut chain's, bit for bit and in order. */
  boolean identical() {
    return result.identical();
  }

  /** Whether its answer may be another one than the uncut chain's. */
  boolean isUnderBudget() {
    return Policy.isUnderBudget(policy());
  }

  /** Whether this row is about that request. */
  boolean isOf(Asked asked) {
    return request.equals(Request.of(asked));
  }

  /** Whether this row is of the same cell as that request. */
  boolean isIn(Asked asked) {
    return request.isInCellOf(Request.of(asked));
  }
}
