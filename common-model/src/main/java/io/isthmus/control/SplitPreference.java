package io.isthmus.control;

import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;

/** What a request asks of the decision. */
public sealed interface SplitPreference {

  /** The fastest plan. */
  record Fastest() implements SplitPreference {}

  /** The fastest cut of the whole batch: Eq. 6 of the paper. */
  record FastestCut() implements SplitPreference {}

  /** One option for the whole batch. */
  record Cut(Option option) implements SplitPreference {}

  /** A plan, chunk by chunk. */
  record Chunks(Plan plan) implements SplitPreference {}
}
