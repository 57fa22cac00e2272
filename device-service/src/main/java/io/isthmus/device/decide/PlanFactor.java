package io.isthmus.device.decide;

import io.isthmus.accuracy.Observation;
import io.isthmus.decision.Plan;
import io.isthmus.estimate.Correction;
import org.springframework.stereotype.Component;

/**
 * How much longer plans of several chunks take than their flow shop: device, link and edge share
 * memory, and the kernel's work for the link is done on the cores that compute. Thread-safe.
 */
@Component
class PlanFactor {

  private Correction correction = Correction.NONE;

  /** What it is just now; no plan is expected to be sooner than its flow shop. */
  synchronized double now() {
    return Math.max(1, correction.at(System.nanoTime()));
  }

  /** Learns from a plan that was carried out as it was meant to be. */
  void carriedOut(Taken taken, Observation seen) {
    Plan plan = taken.decision().plan();
    if (plan.chunks().size() > 1 && taken.decision().predicted() != null) {
      learn(seen.time().totalMs(), seen.flowShopMs(taken.situation(), plan));
    }
  }

  private synchronized void learn(double measuredMs, double flowShopMs) {
    correction = correction.next(measuredMs, flowShopMs, System.nanoTime());
  }
}
