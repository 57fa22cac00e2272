package io.isthmus.device.decide;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.accuracy.Parts;
import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Workload;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that has been carried out, as JSON: what was asked, what was known, what could have
 * been, what was chosen and why, and what became of it. In JSON the groups are flat. Explained in
 * docs/explanations.md.
 *
 * @param id counts the decisions since the start
 * @param at when it had been carried out
 * @param asked what was asked
 * @param chosen what was chosen
 * @param conditions the estimates that the decision was taken on
 * @param became what became of it
 * @param margin how the next best cut compares; null if there was no other
 * @param candidates all cuts, those that were ruled out included
 */
public record DecisionView(
    long id,
    Instant at,
    @JsonUnwrapped Asked asked,
    @JsonUnwrapped Chosen chosen,
    ConditionsView conditions,
    @JsonUnwrapped Became became,
    @Nullable Margin margin,
    List<CutView> candidates) {

  /**
   * What was asked.
   *
   * @param batch number of images
   * @param input {@code images} for files that are still to be decoded, {@code frames} for a tensor
   * @param inputBytes bytes that offloading would send
   * @param deadlineMs time that was left until the deadline when it was decided; null if there was
   *     none
   * @param accuracy the budget
   */
  public record Asked(
      int batch, String input, long inputBytes, @Nullable Double deadlineMs, String accuracy) {
    static Asked of(DecisionInput before) {
      Workload workload = before.workload();
      boolean hurried = before.leftMs() < Double.POSITIVE_INFINITY;
      return new Asked(
          workload.batch(),
          DecisionView.input(workload),
          workload.inputBytes(),
          hurried ? before.leftMs() : null,
          before.accuracy().toString());
    }
  }

  /**
   * What was chosen.
   *
   * @param mode {@code local}, {@code split} or {@code offload}
   * @param option the option; of a plan with several that which most images take
   * @param reason why
   * @param why the same as a sentence
   * @param plan the chunks, in their order
   * @param boundMs no plan can take less time, by these estimates; null where plans were not
   *     compared
   * @param predictedMs predicted time of the plan; null where it could not be predicted
   */
  public record Chosen(
      String mode,
      @JsonUnwrapped OptionView option,
      String reason,
      String why,
      List<ChunkView> plan,
      @Nullable Double boundMs,
      @Nullable Parts predictedMs) {
    static Chosen of(Decision decision, String why) {
      return new Chosen(
          Json.lower(decision.mode()),
          OptionView.of(decision.option(), decision.unit()),
          Json.lower(decision.reason()),
          why,
          ChunkView.of(decision.plan()),
          decision.boundMs(),
          Parts.ofNullable(decision.predicted()));
    }
  }

  /**
   * What became of it.
   *
   * @param degraded whether the device did what the edge should have done
   * @param measuredMs where the time went
   * @param errorMs predicted less measured; null where the edge failed
   * @param errorPercent |predicted − measured| / measured of the total
   * @param hindsight what would have been best; null where there was no choice, or the edge failed
   */
  public record Became(
      boolean degraded,
      Parts measuredMs,
      @Nullable Parts errorMs,
      @Nullable Double errorPercent,
      @Nullable HindsightView hindsight) {
    static Became of(DecisionLog.Entry entry) {
      return new Became(
          entry.degraded(),
          Parts.of(entry.seen().time()),
          entry.outcome().errorMs(),
          entry.outcome().errorPercent(),
          HindsightView.of(entry.outcome().hindsight()));
    }
  }

  /**
   * How much sooner the chosen cut was predicted than the next best.
   *
   * @param runnerUp that cut's name
   * @param ms how much sooner
   * @param percent the same in per cent of the runner-up's time
   */
  public record Margin(String runnerUp, @Nullable Double ms, @Nullable Double percent) {}

  static DecisionView of(DecisionLog.Entry entry, Explanation explanation) {
    DecisionInput before = entry.taken().situation();
    return new DecisionView(
        entry.id(),
        entry.at(),
        Asked.of(before),
        Chosen.of(entry.taken().decision(), explanation.why()),
        ConditionsView.of(before.edge().name(), before.conditions(), before.rateAgeMs()),
        Became.of(entry),
        margin(explanation),
        CutView.of(explanation));
  }

  /** What a request brings. */
  static String input(Workload workload) {
    return workload.imageWork() > 0 ? "images" : "frames";
  }

  private static @Nullable Margin margin(Explanation explanation) {
    Candidate next = explanation.runnerUp();
    return next == null
        ? null
        : new Margin(next.unit(), explanation.marginMs(), explanation.marginPercent());
  }
}
