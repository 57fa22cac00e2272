package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProbeBudgetTest {

  private static final long MS = 1_000_000;

  private static LinkEstimate link(double bytesPerMs, long now) {
    return new LinkEstimate(bytesPerMs, 0.001, 1, now, 0);
  }

  @Property
  void probesNeverTakeMoreThanOneInAHundred(
      @ForAll @DoubleRange(min = 1, max = 1e6) double bytesPerMs,
      @ForAll @IntRange(min = 1, max = 500) int tickMs) {
    ProbeBudget budget = ProbeBudget.startingAt(0).over(link(bytesPerMs, 0), 0);
    double sent = 0;
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      now += tickMs * MS;
      LinkEstimate fresh = link(bytesPerMs, now);
      if (budget.allows(fresh, now)) {
        int bytes = budget.size(fresh, now);
        sent += bytes;
        budget = budget.spent(bytes, true, fresh, now);
      }
      assertThat(sent).isLessThanOrEqualTo(0.01 * bytesPerMs * now / MS + 1e-6);
    }
  }

  @Test
  void whatAGoodLinkSavedPaysForLookingOftenAtABadOne() {
    long minute = 60_000 * MS;
    ProbeBudget good = ProbeBudget.startingAt(0).over(link(10_000, 0), 0);
    ProbeBudget bad = good.over(link(20, minute), minute);
    int probes = 0;
    for (long now = minute; now < minute + 5_000 * MS; now += 100 * MS) {
      LinkEstimate slow = link(20, now);
      if (bad.allows(slow, now)) {
        bad = bad.spent(bad.size(slow, now), true, slow, now);
        probes++;
      }
    }
    assertThat(probes).isEqualTo(50);
  }

  @Test
  void whatIsSavedIsBounded_howeverLongNothingWasSent() {
    long day = 24 * 3_600_000L * MS;
    ProbeBudget budget = ProbeBudget.startingAt(0).over(link(1000, 0), 0).over(link(1, day), day);
    assertThat(budget.savedBytes()).isLessThanOrEqualTo(0.01 * 1000 * 60_000);
  }

  @Test
  void anUnknownLinkIsProbedWithMoreUntilItTellsItsRate() {
    LinkEstimate unknown = LinkEstimate.UNKNOWN;
    ProbeBudget budget = ProbeBudget.startingAt(0);
    List<Integer> sizes = new ArrayList<>();
    while (budget.allows(unknown, 0)) {
      sizes.add(budget.size(unknown, 0));
      budget = budget.spent(budget.size(unknown, 0), false, unknown, 0);
    }
    assertThat(sizes).containsExactly(32 << 10, 256 << 10, 1 << 20);
    assertThat(budget.allows(unknown, 11_000 * MS)).isTrue();
    assertThat(budget.spent(1 << 20, true, link(100, 0), 0).allows(link(100, 0), 0)).isFalse();
  }

  @Test
  void anUnknownLinkIsProbed_whereverTheClockStarts_andThoughNobodyAsks() {
    for (long now : new long[] {-90_000_000 * MS, 60_000 * MS, 90_000_000 * MS}) {
      long hour = 3_600_000L * MS;
      assertThat(ProbeBudget.startingAt(now).due(LinkEstimate.UNKNOWN, hour, now - hour, now))
          .isTrue();
    }
  }

  @Test
  void aProbeThatToldNothingIsFollowedByALargerOne() {
    ProbeBudget rich = new ProbeBudget(1e7, 1000, 1000, 0.004, 0, 0, 0);
    LinkEstimate slow = link(1000, 0);
    ProbeBudget after = rich.spent(rich.size(slow, 0), false, slow, 0);
    assertThat(after.size(slow, 0)).isEqualTo(8 * rich.size(slow, 0));
    assertThat(after.spent(40_000, true, slow, 0).size(slow, 0)).isEqualTo(rich.size(slow, 0));
  }

  @Test
  void thatLargerOneIsSentOnCredit_onceUntilItIsPaidBack() {
    LinkEstimate slow = link(1000, 0);
    ProbeBudget poor =
        new ProbeBudget(5000, 1000, 1000, 0.004, 0, 0, 0).spent(5000, false, slow, 0);
    assertThat(poor.allows(slow, 0)).isTrue();
    int bytes = poor.size(slow, 0);
    assertThat(bytes).isEqualTo(40_000);
    ProbeBudget inDebt = poor.spent(bytes, false, slow, 0);
    assertThat(inDebt.allows(slow, 9_900 * MS)).isFalse(); // 4 bytes a millisecond
    assertThat(inDebt.allows(slow, 10_100 * MS)).isTrue();
  }

  @Test
  void aProbeIsAsLargeAsCanBeTimedWell_withinBoundsAndWhatIsSaved() {
    ProbeBudget rich = new ProbeBudget(1e7, 1, 1, 0.004, 0, 0, 0);
    assertThat(rich.size(link(10_000, 0), 0)).isEqualTo(100_000);
    assertThat(rich.size(link(2000, 0), 0)).as("most of less may pass at once").isEqualTo(32_768);
    assertThat(rich.size(link(1000, 0), 0)).as("20 ms").isEqualTo(20_000);
    assertThat(rich.size(link(1, 0), 0)).isEqualTo(4096);
    assertThat(rich.size(link(1e8, 0), 0)).isEqualTo(1 << 20);
    ProbeBudget poor = new ProbeBudget(20_000, 1, 1, 0.004, 0, 0, 0);
    assertThat(poor.size(link(10_000, 0), 0)).isEqualTo(20_000);
    assertThat(poor.size(link(1, 0), 0)).isEqualTo(4096);
  }

  @Test
  void aCalmLinkIsLeftAloneLonger_anUnusedOneLongest() {
    ProbeBudget rich = new ProbeBudget(1e9, 1000, 1000, 0.004, 0, 0, 0);
    long minute = 60_000 * MS;
    LinkEstimate jumpy = new LinkEstimate(1000, 0.001, 1, minute, minute);
    LinkEstimate calm = new LinkEstimate(1000, 0.001, 1, minute, 0);
    long stale = 250 * MS;
    assertThat(dueAfter(rich, jumpy, 100, minute)).isTrue();
    assertThat(dueAfter(rich, calm, 900, minute)).isFalse();
    assertThat(dueAfter(rich, calm, 1100, minute)).isTrue();
    assertThat(rich.due(jumpy, stale, 0, minute + 3_000 * MS)).isFalse();
    assertThat(rich.due(jumpy, stale, 0, minute + 11_000 * MS)).isTrue();
  }

  /** With requests coming all the time. */
  private static boolean dueAfter(ProbeBudget budget, LinkEstimate link, long ms, long since) {
    long now = since + ms * MS;
    return budget.due(link, 250 * MS, now, now);
  }

  @Test
  void whatAFastLinkHasSavedDoesNotFillASlowOne() {
    ProbeBudget budget = new ProbeBudget(4e7, 1000, 64_000, 0.01, 0, 0, 0);
    double busyMs = 0;
    for (long now = 0; now < 10_000 * MS; now += 50 * MS) {
      LinkEstimate slow = new LinkEstimate(1000, 0.001, 1, now - 49 * MS, now);
      if (budget.due(slow, 250 * MS, now, now)) {
        int bytes = budget.size(slow, now);
        boolean told = bytes > 5000; // the first of each two comes with one burst
        busyMs += bytes / 1000.0;
        budget = budget.spent(bytes, told, slow, now);
      }
    }
    assertThat(busyMs).isBetween(500.0, 1200.0);
  }

  @Test
  void aClockThatJumpsBackSpendsNothing() {
    ProbeBudget budget = new ProbeBudget(5000, 1000, 1000, 0.004, 0, 10_000 * MS, 0);
    assertThat(budget.over(link(1000, 0), 0).savedBytes()).isEqualTo(5000);
  }
}
