package io.isthmus.device.decide;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.Decision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.springframework.stereotype.Component;

/** The latest decisions, with what became of them. Thread-safe. */
@Component
public class DecisionLog {

  private static final int KEPT = 100;

  /**
   * A decision that has been carried out.
   *
   * @param at when it had been carried out
   * @param batch number of images
   * @param decision the decision
   * @param conditions the state that it was taken in
   * @param measured where the time went
   * @param degraded whether the device did what the edge should have done
   */
  public record Entry(
      Instant at,
      int batch,
      Decision decision,
      Conditions conditions,
      MeasuredTime measured,
      boolean degraded) {}

  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Adds an entry; the oldest one is dropped. */
  public synchronized void add(Entry entry) {
    if (entries.size() == KEPT) {
      entries.removeLast();
    }
    entries.addFirst(entry);
  }

  /** The latest entries, newest first. */
  public synchronized List<Entry> latest() {
    return new ArrayList<>(entries);
  }
}
