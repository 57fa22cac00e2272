package io.isthmus.device.decide;

import io.isthmus.estimate.SendingCost;
import org.springframework.stereotype.Component;

/** What sending a chunk keeps this device from its next head. Thread-safe. */
@Component
public class Sending {

  private SendingCost cost = SendingCost.UNKNOWN;

  /** What it is just now, in milliseconds. */
  public synchronized double nowMs() {
    return cost.ms();
  }

  /** Learns from a chunk that was sent, with another head behind its own. */
  public synchronized void keptFor(double ms) {
    cost = cost.next(ms);
  }
}
