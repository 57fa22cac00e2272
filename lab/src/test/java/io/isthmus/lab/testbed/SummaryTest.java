package io.isthmus.lab.testbed;

import static io.isthmus.lab.testbed.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SummaryTest {

  private static final List<Observation> ROWS = rows();

  @TempDir private Path folder = Path.of("");

  /**
   * Frames, batch 16: Eq. 6 takes 2 and 8 times as long as Isthmus at the two rates; offload 4 and
   * 4, local 1 and 100 times. Batch 1: Eq. 6 as long as Isthmus, offload twice, local 0.8 times.
   */
  private static List<Observation> rows() {
    List<Observation> rows = new ArrayList<>();
    for (int round = 1; round <= 3; round++) {
      double noise = round - 2; // the median is what is named
      rows.add(row("1MB/s", 16, "frames", "isthmus", round, 100 + noise, 90.0, true));
      rows.add(row("1MB/s", 16, "frames", "eq6", round, 200 + noise));
      rows.add(row("1MB/s", 16, "frames", "offload", round, 400 + noise));
      rows.add(row("1MB/s", 16, "frames", "local", round, 100 + noise));
      rows.add(row("4MB/s", 16, "frames", "isthmus", round, 50 + noise, 40.0, true));
      rows.add(row("4MB/s", 16, "frames", "eq6", round, 400 + noise));
      rows.add(row("4MB/s", 16, "frames", "offload", round, 200 + noise));
      rows.add(row("1MB/s", 1, "frames", "isthmus", round, 10));
      rows.add(row("1MB/s", 1, "frames", "eq6", round, 10));
      rows.add(row("1MB/s", 1, "frames", "offload", round, 20));
      rows.add(row("1MB/s", 1, "frames", "local", round, 8));
    }
    rows.add(row("4MB/s", 16, "frames", "local", 1, 5000));
    return rows;
  }

  @Test
  void aCellHasMedianSpreadAndCountOfEveryPolicy() {
    Summary summary = Summary.of(ROWS, Clock.CLIENT);

    PolicyTime time = summary.cells("frames", 16).toList().get(0).of("eq6").orElseThrow();
    assertThat(time.medianMs()).isEqualTo(200);
    assertThat(time.spreadMs()).isEqualTo(1);
    assertThat(time.count()).isEqualTo(3);
    assertThat(summary.cells("frames", 16).toList().get(1).of("local").orElseThrow().count())
        .isEqualTo(1);
  }

  @Test
  void gainsAreGeometricMeansOverTheRates() {
    Gain large = gain(Summary.of(ROWS, Clock.CLIENT), "frames", "≥ 16");

    assertThat(large.cells()).isEqualTo(2);
    assertThat(large.overEq6()).isCloseTo(Math.sqrt(2 * 8), within(1e-9));
  }

  @Test
  void theBestFixedCutIsOneForAllSituations() {
    Gain all = gain(Summary.of(ROWS, Clock.CLIENT), "all", "all");

    assertThat(all.bestFixed()).isEqualTo("offload"); // local: (1 · 100 · 0.8)^⅓ = 4.31
    assertThat(all.overBestFixed()).isCloseTo(Math.cbrt(4 * 4 * 2), within(1e-9));
  }

  @Test
  void aFixedCutThatIsMissingSomewhereIsNotTheBest() {
    List<Observation> without =
        ROWS.stream()
            .filter(r -> !(r.policy().equals("offload") && r.request().batch() == 1))
            .toList();

    assertThat(gain(Summary.of(without, Clock.CLIENT), "all", "all").bestFixed())
        .isEqualTo("local");
  }

  @Test
  void theWorstSituationIsWhereIsthmusIsFurthestBehindTheBestOther() {
    CellSummary worst = Summary.of(ROWS, Clock.CLIENT).worst();

    assertThat(worst).isNotNull();
    assertThat(worst.batch()).isEqualTo(1);
    assertThat(worst.bestOther()).isEqualTo("local");
    assertThat(worst.behindBestOther()).isEqualTo(1.25);
  }

  @Test
  void whereTheBestOtherCarriedOutTheSamePlanWhatLiesBetweenIsNoise() {
    Summary summary = Summary.of(ROWS, Clock.CLIENT);
    List<Observation> others =
        ROWS.stream()
            .map(row -> row.policy().equals("local") ? Rows.withPlan(row, "1@9") : row)
            .toList();

    assertThat(summary.behind()).containsExactly(summary.worst());
    assertThat(ReportRows.facts(summary)).contains(behind(1));
    assertThat(ReportRows.facts(Summary.of(others, Clock.CLIENT))).contains(behind(0));
  }

  private static String behind(int samePlan) {
    return "more than 5 % behind the best other policy in 1 of 3 situations; in "
        + samePlan
        + " of them that carried out the same plan";
  }

  @Test
  void theBoundIsHeldAgainstTheDevicesOwnTime() {
    Double overBound = Summary.of(ROWS, Clock.CLIENT).overBound();

    assertThat(overBound).isCloseTo(Math.sqrt(99.0 / 90 * 49 / 40), within(1e-9));
  }

  @Test
  void claimsHoldOrDoNotByTheFigures() {
    List<Claim> claims = Summary.of(ROWS, Clock.CLIENT).claims();

    assertThat(claims)
        .extracting(Claim::text, Claim::holds)
        .containsExactlyInAnyOrder(
            tuple("frames, batch 1, faster than Eq. 6", true),
            tuple("frames, batch ≥ 16, faster than Eq. 6", true),
            tuple("faster than the best fixed cut of the grid, offload", true),
            tuple("behind the best other policy in the worst situation", false),
            tuple("measured over the bound, batch ≥ 16", true),
            tuple("lost answers, and such that are not identical", true));
  }

  @Test
  void comparisonsMayGoByTheDevicesClock() {
    Summary summary = Summary.of(ROWS, Clock.DEVICE);

    assertThat(gain(summary, "frames", "1").overEq6()).isEqualTo(1);
    assertThat(summary.cells("frames", 1).findFirst().orElseThrow().over("offload"))
        .isEqualTo(19.0 / 9);
  }

  @Test
  void aLostOrADifferentAnswerIsCounted_andMakesTheReportUnsound() {
    List<Observation> rows = new ArrayList<>(ROWS);
    assertThat(Report.of(rows, List.of(), Clock.CLIENT).isSound()).isTrue();
    rows.add(Rows.lost("1MB/s", 1, "frames", "eq6", 4));
    rows.add(row("1MB/s", 1, "frames", "eq6", 5, 10, null, false));

    Summary summary = Summary.of(rows, Clock.CLIENT);

    assertThat(summary.counts().lost()).isEqualTo(1);
    assertThat(summary.counts().different()).isEqualTo(1);
    assertThat(summary.claims())
        .filteredOn(claim -> claim.text().startsWith("lost"))
        .extracting(Claim::holds)
        .containsExactly(false);
    assertThat(Report.of(rows, List.of(), Clock.CLIENT).isSound()).isFalse();
  }

  @Test
  void aSummaryIsFlatInJson() {
    assertThat(
            Json.read(Json.write(Summary.of(ROWS, Clock.CLIENT)), JsonNode.class).propertyNames())
        .containsExactly(
            "model",
            "share",
            "clock",
            "requests",
            "lost",
            "different",
            "degraded",
            "budgetImages",
            "changed",
            "cells",
            "gains",
            "budgets",
            "worst",
            "overBound",
            "claims");
  }

  @Test
  void whatWasNotMeasuredIsNotClaimed() {
    List<Observation> onlyLocal = List.of(row("1MB/s", 16, "photos", "local", 1, 10));

    assertThat(Summary.of(onlyLocal, Clock.CLIENT).claims()).hasSize(1);
  }

  @Test
  void ofTheBoundAtLargeBatchesNothingIsSaidWhereThereAreNone() {
    List<Observation> single = ROWS.stream().filter(row -> row.request().batch() == 1).toList();

    assertThat(ReportRows.facts(Summary.of(ROWS, Clock.CLIENT)))
        .anyMatch(fact -> fact.startsWith("measured over the bound"));
    assertThat(ReportRows.facts(Summary.of(single, Clock.CLIENT)))
        .noneMatch(fact -> fact.startsWith("measured over the bound"));
  }

  @Test
  void theReportIsWrittenFromTheResultsAlone_networkByNetwork() throws Exception {
    Results results = Results.open(folder);
    for (Observation row : ROWS) {
      results.add(row);
    }
    new LinkRow("1MB/s", 0.98, 1.01).add(folder);
    new LinkRow("1MB/s", 1.00, 1.01).add(folder);

    Report report = Report.write(folder, Clock.CLIENT);

    assertThat(report.summaries()).hasSize(1);
    assertThat(report.links()).containsExactly(new LinkRow("1MB/s", 0.99, 1.01));
    assertThat(folder.resolve("summary.md"))
        .content()
        .contains("| frames | ≥ 16 | 2 | 4.000× | offload | 4.000× | 0.956 | 1.161 |")
        .contains("5000.0¹")
        .contains("(net-share0.250-over-eq6.png)");
    assertThat(Files.readAllLines(folder.resolve("cells.csv"))).hasSize(1 + 12);
    assertThat(ImageIO.read(folder.resolve("net-share0.250-policies.png").toFile())).isNotNull();
    assertThat(ReportText.of(report)).contains("claim: frames, batch ≥ 16", "0.99 MB/s");
  }

  private static Gain gain(Summary summary, String input, String batches) {
    return summary.gains().stream()
        .filter(g -> g.input().equals(input) && g.batches().equals(batches))
        .findFirst()
        .orElseThrow();
  }

  private static Observation under(String rate, int batch, int round, double ms, int changed) {
    Observation row = row(rate, batch, "frames", "isthmus at 0.01", round, ms);
    Observation.Result result = row.result();
    return new Observation(
        row.request(),
        row.times(),
        row.parts(),
        new Observation.Result(result.plan(), result.mode(), false, false, changed, null));
  }

  /** Batch 16: 0.5 and 1.1 times as long as exact plans at the two rates; batch 1: as long. */
  private static List<Observation> withBudget() {
    List<Observation> rows = new ArrayList<>(ROWS);
    for (int round = 1; round <= 3; round++) {
      rows.add(under("1MB/s", 16, round, 50, 0));
      rows.add(under("4MB/s", 16, round, 55, round == 1 ? 1 : 0));
      rows.add(under("1MB/s", 1, round, 10, 0));
    }
    return rows;
  }

  @Test
  void aBudgetIsComparedWithExactPlans() {
    Summary summary = Summary.of(withBudget(), Clock.CLIENT);

    BudgetGain large =
        summary.budgets().stream().filter(gain -> gain.batch() == 16).findFirst().orElseThrow();
    assertThat(large.cells()).isEqualTo(2);
    assertThat(large.overExact()).isCloseTo(Math.sqrt(2 / 1.1), within(1e-9));
    assertThat(large.worst()).isCloseTo(1.1, within(1e-9));
    assertThat(large.worstRate()).isEqualTo("4MB/s");
    assertThat(summary.claims())
        .filteredOn(claim -> claim.text().contains("slower than exact plans"))
        .singleElement()
        .matches(claim -> !claim.holds());
  }

  @Test
  void aBudgetIsHeldAgainstRawTensorsWhereThoseWereMeasured() {
    List<Observation> rows = withBudget();
    assertThat(budgetAt16(rows).overRaw()).isNull();
    for (int round = 1; round <= 3; round++) {
      rows.add(row("1MB/s", 16, "frames", Policy.RAW, round, 200));
      rows.add(row("4MB/s", 16, "frames", Policy.RAW, round, 110));
    }
    assertThat(budgetAt16(rows).overRaw()).isCloseTo(Math.sqrt(4 * 2), within(1e-9));
    Summary summary = Summary.of(rows, Clock.CLIENT);
    assertThat(summary.claims())
        .filteredOn(claim -> claim.text().contains("frames, batch 16, isthmus at 0.01"))
        .singleElement()
        .matches(claim -> claim.text().endsWith("over plans of raw tensors"));
    assertThat(summary.cells())
        .as("a form of Isthmus is no other policy that it can be behind")
        .noneMatch(cell -> cell.bestOther().equals(Policy.RAW));
  }

  private static BudgetGain budgetAt16(List<Observation> rows) {
    return Summary.of(rows, Clock.CLIENT).budgets().stream()
        .filter(gain -> gain.batch() == 16)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void answersUnderABudgetAreCountedAndAreNotWrong() {
    Summary summary = Summary.of(withBudget(), Clock.CLIENT);

    assertThat(summary.counts().wrong()).isZero();
    assertThat(summary.counts().budgetImages()).isEqualTo(3 * (16 + 16 + 1));
    assertThat(summary.counts().changed()).isEqualTo(1);
    assertThat(summary.claims())
        .filteredOn(claim -> claim.text().equals("answers changed"))
        .singleElement()
        .matches(claim -> !claim.holds() && claim.limit() == 1);
  }

  @Test
  void aBudgetIsNoneOfThePoliciesThatIsthmusIsHeldAgainst() {
    CellSummary worst = Summary.of(withBudget(), Clock.CLIENT).worst();

    assertThat(worst).isNotNull();
    assertThat(worst.bestOther()).isEqualTo("local");
    assertThat(gain(Summary.of(withBudget(), Clock.CLIENT), "frames", "≥ 16").bestFixed())
        .isEqualTo("offload");
  }

  @Test
  void withoutABudgetNothingIsClaimedOfOne() {
    Summary summary = Summary.of(ROWS, Clock.CLIENT);

    assertThat(summary.budgets()).isEmpty();
    assertThat(summary.claims()).noneMatch(claim -> claim.text().contains("exact plans"));
  }
}
