package io.isthmus.device.decide;

import io.isthmus.accuracy.Gains;
import io.isthmus.accuracy.Observation;
import io.isthmus.accuracy.Outcome;
import io.isthmus.accuracy.Tally;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The latest decisions, with what became of them. Thread-safe. */
@Component
class DecisionLog {

  /** How many decisions are kept. */
  static final int KEPT = 100;

  /**
   * A decision that has been carried out.
   *
   * @param id counts them, from 1
   * @param at when it had been carried out
   * @param taken the decision and what it was taken on
   * @param seen what the request met
   * @param degraded whether the device did what the edge should have done
   * @param outcome how right the decision was
   */
  record Entry(
      long id,
      Instant at,
      DecisionContext taken,
      Observation seen,
      boolean degraded,
      Outcome outcome) {}

  private final Deque<Entry> entries = new ArrayDeque<>();
  private long count;
  private Tally sinceStart = Tally.NONE;
  private Gains gains = Gains.NONE;

  /** Adds a decision; the oldest one is dropped. */
  synchronized void add(
      Instant at, DecisionContext taken, Observation seen, boolean degraded, Outcome outcome) {
    if (entries.size() == KEPT) {
      entries.removeLast();
    }
    count++;
    entries.addFirst(new Entry(count, at, taken, seen, degraded, outcome));
    sinceStart = sinceStart.next(outcome);
    gains = gains.next(taken.situation(), taken.decision(), seen, outcome);
  }

  /** The latest entries, newest first. */
  synchronized List<Entry> latest() {
    return new ArrayList<>(entries);
  }

  /** Those entries after the one of that number, newest first, and of them the latest. */
  synchronized List<Entry> after(long id, int most) {
    return entries.stream().takeWhile(entry -> entry.id() > id).limit(most).toList();
  }

  /** The latest entry. */
  synchronized Optional<Entry> newest() {
    return Optional.ofNullable(entries.peekFirst());
  }

  /** What choosing has gained over fixed cuts since the start. */
  synchronized Gains gains() {
    return gains;
  }

  /** Sums over all decisions since the start, those that were dropped included. */
  synchronized Tally sinceStart() {
    return sinceStart;
  }
}
