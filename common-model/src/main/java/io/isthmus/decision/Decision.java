package io.isthmus.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the selector.
 *
 * @param mode where the units run
 * @param split the cut
 * @param unit the cut's name
 * @param reason why
 * @param plan the chunks to run
 * @param predicted its predicted time; null where a forced cut cannot be predicted
 * @param candidates all plans that were compared, in the order of their cuts; unmodifiable
 * @param heldBack time of cut 0 where privacy ruled it out of the comparison, else null
 */
public record Decision(
    Mode mode,
    int split,
    String unit,
    Reason reason,
    Plan plan,
    @Nullable CutTime predicted,
    List<Candidate> candidates,
    @Nullable CutTime heldBack) {

  /** Copies the list. */
  public Decision {
    candidates = Candidates.copyOf(candidates);
  }
}
