package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final LatencyBreakdown LOCAL = new LatencyBreakdown(Option.at(9), 1, 9, 0, 0, 0);
  private static final LatencyBreakdown SENT =
      new LatencyBreakdown(Option.at(3), 0, 10, 10, 0, 10)
          .with(new LatencyBreakdown.Pipelining(0, 2, 0));
  private static final LatencyBreakdown OFFLOAD = new LatencyBreakdown(Option.at(0), 2, 0, 4, 0, 4);

  private static double makespan(List<LatencyBreakdown> chunks) {
    return Schedule.of(Option.at(3), chunks, 1).makespanMs();
  }

  private static List<Schedule.Passage> passages(List<LatencyBreakdown> chunks) {
    return Schedule.of(Option.at(3), chunks, 1).chunks();
  }

  @Property
  void ofOneChunkIsItsTotal(@ForAll("chunks") LatencyBreakdown chunk) {
    assertThat(makespan(List.of(chunk))).isCloseTo(chunk.totalMs(), within(1e-9));
  }

  @Property
  void isNoShorterThanAnyMachinesLoad_andNoLongerThanOneAfterTheOther(
      @ForAll @Size(max = 6) List<@net.jqwik.api.From("chunks") LatencyBreakdown> chunks) {
    double makespan = makespan(chunks);
    List<ToDoubleFunction<LatencyBreakdown>> machines =
        List.of(LatencyBreakdown::deviceMs, LatencyBreakdown::linkMs, LatencyBreakdown::edgeMs);
    for (ToDoubleFunction<LatencyBreakdown> machine : machines) {
      assertThat(makespan)
          .isGreaterThanOrEqualTo(chunks.stream().mapToDouble(machine).sum() - 1e-9);
    }
    for (LatencyBreakdown chunk : chunks) {
      assertThat(makespan).isGreaterThanOrEqualTo(chunk.totalMs() - 1e-9);
    }
    assertThat(makespan)
        .isLessThanOrEqualTo(
            chunks.stream().mapToDouble(c -> c.totalMs() + c.sendingMs()).sum() + 1e-9);
  }

  @Property
  void neverShrinksWhenAChunkIsAppended(
      @ForAll @Size(max = 5) List<@net.jqwik.api.From("chunks") LatencyBreakdown> chunks,
      @ForAll("chunks") LatencyBreakdown last) {
    List<LatencyBreakdown> more = new ArrayList<>(chunks);
    more.add(last);
    assertThat(makespan(more)).isGreaterThanOrEqualTo(makespan(chunks));
  }

  @Property
  void isTheFlowShopsRecursion(
      @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("splits") LatencyBreakdown> chunks) {
    assertThat(makespan(chunks)).isCloseTo(end(chunks, chunks.size() - 1, 2), within(1e-9));
  }

  @Test
  void aChunkThatSkipsAMachineNeitherWaitsForItNorHoldsItUp() {
    assertThat(makespan(List.of(LOCAL, OFFLOAD))).isEqualTo(10);
    assertThat(makespan(List.of(OFFLOAD, LOCAL))).isEqualTo(10);
    assertThat(makespan(List.of(OFFLOAD, OFFLOAD))).isEqualTo(4 + 6 + 6);
  }

  @Test
  void chunksOverlap() {
    LatencyBreakdown chunk = new LatencyBreakdown(Option.at(3), 0, 10, 10, 0, 10);
    assertThat(makespan(List.of(chunk, chunk, chunk))).isEqualTo(50);
  }

  @Test
  void sendingAChunkDelaysTheNextHead_andNotTheChunk() {
    assertThat(makespan(List.of(SENT))).isEqualTo(30);
    assertThat(passages(List.of(SENT, SENT, SENT)))
        .extracting(Schedule.Passage::headMs)
        .containsExactly(10.0, 22.0, 34.0);
    assertThat(makespan(List.of(SENT, SENT, SENT))).isEqualTo(54);
    assertThat(makespan(List.of(SENT, LOCAL))).isEqualTo(30);
  }

  @Test
  void theDevicesQueueIsWaitedForOnce_andNotByWhatTheDeviceDoesNotTouch() {
    LatencyBreakdown queued = new LatencyBreakdown(Option.at(3), 0, 10, 10, 0, 10, 7);
    assertThat(makespan(List.of(queued, queued, queued))).isEqualTo(57);
    assertThat(makespan(List.of(OFFLOAD, new LatencyBreakdown(Option.at(9), 1, 9, 0, 0, 0, 5))))
        .isEqualTo(15);
  }

  @Property
  void passagesEndWithTheMakespan_andNoAnswerIsThereBeforeItsHead(
      @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("chunks") LatencyBreakdown> chunks) {
    List<Schedule.Passage> passages = passages(chunks);
    assertThat(passages).hasSameSizeAs(chunks);
    assertThat(passages.stream().mapToDouble(Schedule.Passage::answerMs).max().orElseThrow())
        .isEqualTo(makespan(chunks));
    assertThat(passages)
        .allSatisfy(p -> assertThat(p.answerMs()).isGreaterThanOrEqualTo(p.headMs()));
  }

  @Property
  void ofAPlanTheTotalIsItsMakespan(
      @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("chunks") LatencyBreakdown> chunks) {
    LatencyBreakdown plan = Schedule.of(Option.at(3), chunks, 1).total();
    assertThat(plan.totalMs()).isCloseTo(makespan(chunks), within(1e-9));
  }

  @Property
  void machinesThatHinderEachOtherMakeItLonger_untilNothingOverlaps(
      @ForAll @Size(min = 2, max = 6) List<@net.jqwik.api.From("chunks") LatencyBreakdown> chunks,
      @ForAll @DoubleRange(min = 1, max = 4) double planFactor) {
    LatencyBreakdown plan = Schedule.of(Option.at(3), chunks, planFactor).total();
    double apartMs =
        plan.decodeMs() + plan.headMs() + plan.transferMs() + plan.tailMs() + plan.queueMs();
    assertThat(plan.totalMs())
        .isCloseTo(
            Math.min(apartMs + plan.sendingMs(), planFactor * makespan(chunks)), within(1e-9));
  }

  @Test
  void aPlanHasAChunk() {
    assertThatThrownBy(() -> new Plan(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  /**
   * C(i,m) = max(C(i−1,m), C(i,m−1)) + t(i,m), to the letter, with the device free from W_d on, and
   * latency and W_e between link and edge.
   */
  private static double end(List<LatencyBreakdown> chunks, int i, int machine) {
    if (i < 0 || machine < 0) {
      return 0;
    }
    LatencyBreakdown chunk = chunks.get(i);
    if (machine == 0) {
      double free = i == 0 ? 0 : end(chunks, i - 1, 0) + chunks.get(i - 1).sendingMs();
      return Math.max(free, chunk.deviceQueueMs()) + chunk.deviceMs();
    }
    double arrived = end(chunks, i, machine - 1);
    if (machine == 1) {
      return Math.max(end(chunks, i - 1, 1), arrived) + chunk.linkMs();
    }
    double delayed = arrived + chunk.latencyMs() + chunk.edgeQueueMs();
    return Math.max(end(chunks, i - 1, 2), delayed) + chunk.edgeMs();
  }

  @Provide
  Arbitrary<LatencyBreakdown> splits() {
    return Arbitraries.doubles().between(0.01, 100).list().ofSize(8).map(ScheduleTest::cut);
  }

  private static LatencyBreakdown cut(List<Double> t) {
    double transferMs = t.get(2) + t.get(6);
    LatencyBreakdown apart =
        new LatencyBreakdown(
            Option.at(3), t.get(0), t.get(1), transferMs, t.get(3), t.get(4), t.get(5));
    return apart.with(new LatencyBreakdown.Pipelining(t.get(6), t.get(7), 0));
  }

  @Provide
  Arbitrary<LatencyBreakdown> chunks() {
    return splits()
        .flatMap(
            t ->
                Arbitraries.of(
                    t,
                    new LatencyBreakdown(
                        Option.at(0), t.decodeMs(), 0, t.transferMs(), t.edgeQueueMs(), t.tailMs()),
                    new LatencyBreakdown(
                        Option.at(9), t.decodeMs(), t.headMs(), 0, 0, 0, t.deviceQueueMs())));
  }
}
