package io.isthmus.device.decide;

import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;

/**
 * A decision and what it was taken on.
 *
 * @param situation what it was taken on
 * @param decision the decision
 */
public record DecisionContext(DecisionInput situation, Decision decision) {}
