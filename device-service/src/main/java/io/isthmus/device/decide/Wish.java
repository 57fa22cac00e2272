package io.isthmus.device.decide;

import io.isthmus.decision.Plan;

/** What a request asks of the decision. */
public sealed interface Wish {

  /** The fastest plan. */
  record Fastest() implements Wish {}

  /** The fastest cut of the whole batch: Eq. 6 of the paper. */
  record FastestCut() implements Wish {}

  /** One cut for the whole batch. */
  record Cut(int split) implements Wish {}

  /** A plan, chunk by chunk. */
  record Chunks(Plan plan) implements Wish {}
}
