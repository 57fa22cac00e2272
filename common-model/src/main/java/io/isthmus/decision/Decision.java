package io.isthmus.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the selector.
 *
 * @param mode where the units run
 * @param option the option; of a plan with several that which most images take
 * @param unit name of its cut
 * @param reason why
 * @param plan the chunks to run
 * @param schedule when the plan's chunks are predicted to be sent and answered; null where a forced
 *     cut cannot be predicted
 * @param candidates all plans of one chunk that were compared, in the order of their options;
 *     unmodifiable
 * @param heldBack time of cut 0 where privacy ruled it out of the comparison, else null
 * @param boundMs no plan can take less time, in milliseconds: the linear programme's bound; null
 *     where no plans were compared
 */
public record Decision(
    Mode mode,
    Option option,
    String unit,
    Reason reason,
    Plan plan,
    @Nullable Schedule schedule,
    List<Candidate> candidates,
    @Nullable LatencyBreakdown heldBack,
    @Nullable Double boundMs) {

  /** Copies the list. */
  public Decision {
    candidates = Candidates.copyOf(candidates);
  }

  /** The plan's predicted time; null where a forced cut cannot be predicted. */
  public @Nullable LatencyBreakdown predicted() {
    return schedule == null ? null : schedule.total();
  }

  /**
   * The same where it can be carried out within that time, in milliseconds. Else the refusal: the
   * same with {@link Reason#TOO_LATE}. What cannot be predicted is refused only once nothing is
   * left.
   */
  public Decision within(double leftMs) {
    boolean late = leftMs <= 0 || (schedule != null && schedule.total().totalMs() > leftMs);
    return late
        ? new Decision(
            mode, option, unit, Reason.TOO_LATE, plan, schedule, candidates, heldBack, boundMs)
        : this;
  }

  /** The same beside a lower bound. */
  public Decision bounded(double ms) {
    return new Decision(mode, option, unit, reason, plan, schedule, candidates, heldBack, ms);
  }
}
