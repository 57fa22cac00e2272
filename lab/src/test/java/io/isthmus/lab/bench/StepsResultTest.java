package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsResultTest {

  private static final List<Answer.Candidate> CANDIDATES =
      List.of(
          new Answer.Candidate(0, "input", 104.9),
          new Answer.Candidate(5, "block3", 100),
          new Answer.Candidate(18, "head", 105.1));

  private static final Settled SETTLED = new Settled("block3 (5)", CANDIDATES);

  @Test
  void theSettledCutAndOnesWithin5PercentOfItAreAccepted() {
    assertThat(SETTLED.accepts(5)).isTrue();
    assertThat(SETTLED.accepts(0)).isTrue();
    assertThat(SETTLED.accepts(18)).isFalse();
  }

  @Test
  void aCutThatWasNoCandidateIsNotAccepted() {
    assertThat(SETTLED.accepts(7)).isFalse();
  }

  @Test
  void theClaimLooksAtTheSecondRequestAfterAStep() {
    List<Step> steps = new ArrayList<>(Collections.nCopies(19, step(18, 5, 18, 5)));
    steps.add(step(5, 18, 5, 5));

    StepsResult result = StepsResult.of(steps);

    assertThat(result.settledBy()).containsExactly(5.0, 95.0, 5.0, 100.0);
    assertThat(result.claims().get(0).holds()).isTrue();
  }

  @Test
  void missesArePrintedWithTheirPredictedTimes() {
    assertThat(StepsResult.of(List.of(step(5, 18, 5, 5))).text())
        .contains("head (18) !", "miss: 40MB/s to 4MB/s, frames, batch 4", "block3 100 ms");
    assertThat(StepsResult.of(List.of(step(5, 5, 5, 5))).text()).doesNotContain("miss:");
  }

  private static Step step(int... cuts) {
    List<Answer.Decision> choices = new ArrayList<>();
    for (int cut : cuts) {
      String unit = cut == 5 ? "block3" : "head";
      choices.add(new Answer.Decision("split", cut, unit, "raw", "fastest", null, CANDIDATES));
    }
    return new Step("40MB/s", "4MB/s", "frames", 4, choices, SETTLED);
  }
}
