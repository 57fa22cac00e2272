package io.isthmus.control;

import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import org.jspecify.annotations.Nullable;

/**
 * What the controller says to a request.
 *
 * @param kind whether it is to be carried out
 * @param situation what that was judged on
 * @param decision the decision; where it is too late, the refusal, with what was compared; null
 *     where there is no room
 */
public record Verdict(Kind kind, DecisionInput situation, @Nullable Decision decision) {

  /** Whether a request is to be carried out. */
  public enum Kind {
    /** It is, as decided. */
    TAKEN,
    /** It is predicted to be too late, but carried out all the same, to learn what it takes. */
    TRIED,
    /** It is predicted to be too late, and not begun. */
    TOO_LATE,
    /** Neither machine has room for its batch. */
    NO_ROOM
  }
}
