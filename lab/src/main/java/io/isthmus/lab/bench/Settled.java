package io.isthmus.lab.bench;

import io.isthmus.cli.service.Answer;
import java.util.List;

/**
 * What a device chooses once it knows its conditions well.
 *
 * @param cut the choice
 * @param candidates what it had to choose from, with predicted times
 */
record Settled(String cut, List<Answer.Candidate> candidates) {

  /** Cuts this close to the best tie: what is measured varies by more. */
  private static final double TIE = 1.05;

  static Settled of(Answer.Decision decision) {
    return new Settled(decision.cut(), decision.candidates());
  }

  /** Whether a cut is the best one, or so near to it that either may be taken. */
  boolean accepts(int split) {
    double best =
        candidates.stream()
            .mapToDouble(Answer.Candidate::totalMs)
            .min()
            .orElse(Double.POSITIVE_INFINITY);
    return candidates.stream()
        .anyMatch(candidate -> candidate.split() == split && candidate.totalMs() <= TIE * best);
  }
}
