package io.isthmus.cli.simulate;

import io.isthmus.control.Verdict;
import io.isthmus.decision.Decision;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Schedule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a policy has a request carried out.
 *
 * @param plan its chunks
 * @param schedule when they are expected to be answered; null for a policy that expects nothing,
 *     and waits
 */
record Choice(Plan plan, @Nullable Schedule schedule) {

  /** An option for the whole batch that is waited for. */
  static Choice fixed(int batch, Option option) {
    return new Choice(Plan.single(batch, option), null);
  }

  /** What a controller said. */
  static Choice of(Verdict verdict) {
    return of(Objects.requireNonNull(verdict.decision()));
  }

  /** What was decided. */
  static Choice of(Decision decision) {
    return new Choice(decision.plan(), decision.schedule());
  }
}
