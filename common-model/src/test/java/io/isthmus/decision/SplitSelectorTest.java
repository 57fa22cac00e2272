package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SplitSelectorTest {

  /** 12 elements go in; compressive are cuts 2 and 3. */
  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));

  private static final Workload ONE = new Workload(1, 12, 0);

  private final ProfileTimes slow = MadeProfile.times(MadeProfile.batch(1, 10, 10, 10, 10, 10));
  private final ProfileTimes fast = MadeProfile.times(MadeProfile.batch(1, 1, 1, 1, 1, 1));

  record Case(Network network, CostModel cost, Workload workload, SystemState conditions) {}

  @Property
  void takesTheLeastOfAllCandidates_theLaterOfEquals(
      @ForAll("cases") Case c, @ForAll boolean rawInputMayLeave) {
    SplitSelector selector = new SplitSelector(c.network(), rawInputMayLeave);
    Decision decision = selector.fastest(c.cost(), c.workload(), c.conditions());

    List<Integer> cuts = new ArrayList<>();
    if (rawInputMayLeave) {
      cuts.add(0);
    }
    cuts.addAll(Bottlenecks.of(c.network()).compressive());
    cuts.add(c.network().length());
    assertThat(decision.candidates()).extracting(k -> k.time().option().cut()).isEqualTo(cuts);

    Option best = Option.at(0);
    double least = Double.POSITIVE_INFINITY;
    for (Candidate candidate : decision.candidates()) {
      Option option = fastestAt(candidate.option().cut(), c);
      assertThat(candidate)
          .isEqualTo(
              new Candidate(
                  Plan.single(c.workload().batch(), option),
                  c.network().cutName(option.cut()),
                  c.cost().time(option, c.workload(), c.conditions())));
      if (candidate.time().totalMs() <= least) {
        best = option;
        least = candidate.time().totalMs();
      }
    }
    double offload = c.cost().time(fastestAt(0, c), c.workload(), c.conditions()).totalMs();
    assertThat(decision.option()).isEqualTo(best);
    assertThat(decision.mode()).isEqualTo(Mode.of(best, c.network().length()));
    assertThat(decision.unit()).isEqualTo(c.network().cutName(best.cut()));
    assertThat(decision.plan()).isEqualTo(Plan.single(c.workload().batch(), best));
    assertThat(decision.predicted()).isEqualTo(c.cost().time(best, c.workload(), c.conditions()));
    assertThat(decision.reason())
        .isEqualTo(!rawInputMayLeave && offload < least ? Reason.PRIVACY : Reason.FASTEST);
  }

  /** Images may cross the link as they were uploaded, or decoded. */
  private static Option fastestAt(int cut, Case c) {
    Option pixels = Option.at(cut, Encoding.PIXELS);
    boolean decoded =
        cut == 0
            && c.workload().imageWork() > 0
            && c.cost().time(pixels, c.workload(), c.conditions()).totalMs()
                < c.cost().time(Option.at(cut), c.workload(), c.conditions()).totalMs();
    return decoded ? pixels : Option.at(cut);
  }

  @Property
  void isWhatPrivacyLeaves_wherePrivacyCostsNothing(@ForAll("cases") Case c) {
    Decision free =
        new SplitSelector(c.network(), true).fastest(c.cost(), c.workload(), c.conditions());
    Decision held =
        new SplitSelector(c.network(), false).fastest(c.cost(), c.workload(), c.conditions());
    assertThat(held.option().cut()).isPositive();
    assertThat(held.reason() == Reason.PRIVACY).isEqualTo(free.option().cut() == 0);
    if (free.option().cut() > 0) {
      assertThat(held.option().cut()).isEqualTo(free.option().cut());
    }
  }

  @Test
  void aHopelessLinkMeansLocal_andAPerfectOneToAFastEdgeMeansOffload() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    for (CostModel cost :
        List.of(new PaperCostModel(NETWORK, slow, fast), new WireCostModel(NETWORK, slow, fast))) {
      assertThat(selector.fastest(cost, ONE, SystemState.ideal(1e-6)).mode()).isEqualTo(Mode.LOCAL);
      assertThat(selector.fastest(cost, ONE, SystemState.ideal(1e12)).mode())
          .isEqualTo(Mode.OFFLOAD);
    }
  }

  @Test
  void inBetweenItIsTheNarrowestPlaceThatPays() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    ProfileTimes device = MadeProfile.times(MadeProfile.batch(1, 1, 1, 1, 50, 50));
    CostModel cost = new PaperCostModel(NETWORK, device, fast);
    Decision decision = selector.fastest(cost, ONE, SystemState.ideal(1));
    assertThat(decision.option().cut()).isEqualTo(3); // 3 + 4/1 + 2, against 17, 11 and 103
    assertThat(decision.mode()).isEqualTo(Mode.SPLIT);
    assertThat(decision.unit()).isEqualTo("u3");
  }

  @Test
  void ofEqualTimesTheLaterCutWins() {
    CostModel flat = (option, workload, conditions) -> new LatencyBreakdown(option, 0, 5, 0, 0, 0);
    assertThat(
            new SplitSelector(NETWORK, true)
                .fastest(flat, ONE, SystemState.ideal(1))
                .option()
                .cut())
        .isEqualTo(5);
    Decision held = new SplitSelector(NETWORK, false).fastest(flat, ONE, SystemState.ideal(1));
    assertThat(held.reason()).isEqualTo(Reason.FASTEST);
  }

  @Test
  void onlyCut0IsHeldBackByPrivacy() {
    SplitSelector selector = new SplitSelector(NETWORK, false);
    assertThat(selector.allows(Option.at(0))).isFalse();
    assertThat(selector.allows(Option.at(1))).isTrue();
    assertThat(new SplitSelector(NETWORK, true).allows(Option.at(0))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = EdgeStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "READY")
  void withoutAnEdgeAllRunsOnTheDevice_andSaysWhy(EdgeStatus status) {
    ProfileTimes noEdge = MadeProfile.times(MadeProfile.batch(1, 9, 9, 9, 9, 9));
    CostModel cost = new WireCostModel(NETWORK, slow, noEdge);
    Decision decision =
        new SplitSelector(NETWORK, true)
            .decide(new DecisionInput(ONE, SystemState.ideal(1e12), cost, status, 0.0, 1, 1))
            .orElseThrow();
    assertThat(decision.mode()).isEqualTo(Mode.LOCAL);
    assertThat(decision.option().cut()).isEqualTo(5);
    assertThat(decision.reason()).isEqualTo(status.reason());
    assertThat(decision.candidates()).hasSize(1);
    assertThat(decision.predicted()).isEqualTo(new LatencyBreakdown(Option.at(5), 0, 50, 0, 0, 0));
  }

  @Property
  void choosesOfWhatIsNotExcluded_andNeverASizeThatDoesNotFit(
      @ForAll("cases") Case c,
      @ForAll boolean rawInputMayLeave,
      @ForAll EdgeStatus status,
      @ForAll @IntRange(max = 5) int deviceRoom,
      @ForAll @IntRange(max = 5) int edgeRoom) {
    SplitSelector selector = new SplitSelector(c.network(), rawInputMayLeave);
    DecisionInput now =
        new DecisionInput(
            c.workload(), c.conditions(), c.cost(), status, 1.0, deviceRoom, edgeRoom);
    List<Option> left =
        selector.options(c.workload()).stream()
            .filter(option -> selector.excluded(option, now) == null)
            .toList();
    for (Option option : left) {
      int cut = option.cut();
      assertThat(option.sendsFiles() || c.workload().batch() <= deviceRoom).isTrue();
      assertThat(cut == c.network().length() || c.workload().batch() <= edgeRoom).isTrue();
      assertThat(cut == c.network().length() || status == EdgeStatus.READY).isTrue();
      assertThat(cut > 0 || rawInputMayLeave).isTrue();
    }
    Optional<Decision> decision = selector.decide(now);
    assertThat(decision.isEmpty()).isEqualTo(left.isEmpty());
    decision.ifPresent(
        d -> {
          assertThat(left).containsAll(d.candidates().stream().map(Candidate::option).toList());
          assertThat(d.candidates())
              .extracting(candidate -> candidate.option().cut())
              .isEqualTo(left.stream().map(Option::cut).distinct().toList());
        });
  }

  @Test
  void theMachineWithoutRoomIsNamed_andOneAloneDoesAll() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    CostModel cost = new WireCostModel(NETWORK, slow, fast);
    Decision device = selector.decide(roomFor(1, 0, cost)).orElseThrow();
    assertThat(device.mode()).isEqualTo(Mode.LOCAL);
    assertThat(device.reason()).isEqualTo(Reason.EDGE_NO_ROOM);
    Decision edge = selector.decide(roomFor(0, 1, cost)).orElseThrow();
    assertThat(edge.mode()).isEqualTo(Mode.OFFLOAD);
    assertThat(edge.reason()).isEqualTo(Reason.DEVICE_NO_ROOM);
    assertThat(selector.decide(roomFor(0, 0, cost))).isEmpty();
    assertThat(new SplitSelector(NETWORK, false).decide(roomFor(0, 1, cost))).isEmpty();
  }

  @Test
  void aForcedCutThatTheDeviceCannotFinishIsNone() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    CostModel cost = new WireCostModel(NETWORK, slow, fast);
    assertThat(selector.forced(Option.at(2), roomFor(0, 1, cost))).isEmpty();
    assertThat(selector.forced(Option.at(5), roomFor(0, 1, cost))).isEmpty();
    assertThat(selector.forced(Option.at(0), roomFor(0, 0, cost))).isEmpty();
    assertThat(selector.forced(Option.at(0), roomFor(0, 1, cost)).orElseThrow().predicted())
        .isNotNull();
    assertThat(selector.forced(Option.at(2), roomFor(1, 0, cost)).orElseThrow().predicted())
        .isNull();
    assertThat(selector.forced(Option.at(2), roomFor(1, 1, cost)).orElseThrow().predicted())
        .isNotNull();
    assertThat(selector.forced(Option.at(5), roomFor(1, 0, cost)).orElseThrow().predicted())
        .isNotNull();
  }

  @Property
  void whatIsFastestIsTakenIfItIsInTime_andNothingIfItIsNot(
      @ForAll("cases") Case c,
      @ForAll boolean rawInputMayLeave,
      @ForAll EdgeStatus status,
      @ForAll @DoubleRange(max = 2000) double leftMs) {
    SplitSelector selector = new SplitSelector(c.network(), rawInputMayLeave);
    DecisionInput hurried =
        new DecisionInput(c.workload(), c.conditions(), c.cost(), status, 1.0, 4, 4).within(leftMs);
    Decision free = selector.decide(hurried.unhurried()).orElseThrow();
    Decision decision = selector.decide(hurried).orElseThrow();
    LatencyBreakdown fastest = Objects.requireNonNull(free.predicted());
    if (leftMs > 0 && fastest.totalMs() <= leftMs) {
      assertThat(decision).isEqualTo(free);
    } else {
      assertThat(decision.reason()).isEqualTo(Reason.TOO_LATE);
      assertThat(decision.candidates()).isEqualTo(free.candidates());
      assertThat(decision.candidates()).allMatch(k -> leftMs <= 0 || k.time().totalMs() > leftMs);
    }
  }

  @Test
  void aForcedCutThatWouldBeTooLateIsARefusal_oneThatCannotBePredictedIsNot() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    CostModel cost = new WireCostModel(NETWORK, slow, fast);
    DecisionInput ready = hurried(EdgeStatus.READY, cost, 30);
    assertThat(selector.forced(Option.at(2), ready).orElseThrow().reason())
        .isEqualTo(Reason.FORCED);
    assertThat(selector.forced(Option.at(5), ready).orElseThrow().reason())
        .isEqualTo(Reason.TOO_LATE);
    DecisionInput away = hurried(EdgeStatus.UNAVAILABLE, cost, 30);
    assertThat(selector.forced(Option.at(2), away).orElseThrow().reason()).isEqualTo(Reason.FORCED);
    DecisionInput passed = hurried(EdgeStatus.UNAVAILABLE, cost, -1);
    assertThat(selector.forced(Option.at(2), passed).orElseThrow().reason())
        .isEqualTo(Reason.TOO_LATE);
  }

  private static DecisionInput hurried(EdgeStatus status, CostModel cost, double leftMs) {
    return new DecisionInput(ONE, SystemState.ideal(1e6), cost, status, 1.0, 4, 4).within(leftMs);
  }

  private static DecisionInput roomFor(int device, int edge, CostModel cost) {
    return new DecisionInput(
        ONE, SystemState.ideal(100), cost, EdgeStatus.READY, 1.0, device, edge);
  }

  @Test
  void aForcedCutIsTaken_alsoWhereItCannotBePredicted() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    Decision blind = selector.forced(Plan.single(4, Option.at(1)), (Schedule) null);
    assertThat(blind.reason()).isEqualTo(Reason.FORCED);
    assertThat(blind.mode()).isEqualTo(Mode.SPLIT);
    assertThat(blind.plan()).isEqualTo(Plan.single(4, Option.at(1)));
    assertThat(blind.unit()).isEqualTo("u1");
    assertThat(blind.candidates()).isEmpty();
    LatencyBreakdown time = new LatencyBreakdown(Option.at(0), 0, 0, 1, 1, 1);
    Decision seen = selector.forced(Plan.single(4, Option.at(0)), Schedule.of(time));
    assertThat(seen.mode()).isEqualTo(Mode.OFFLOAD);
    assertThat(seen.candidates())
        .containsExactly(new Candidate(Plan.single(4, Option.at(0)), "input", time));
  }

  @Provide
  Arbitrary<Case> cases() {
    Arbitrary<Integer> length = Arbitraries.integers().between(1, 8);
    return length.flatMap(
        n ->
            Combinators.combine(
                    Arbitraries.integers().between(1, 60).list().ofSize(n),
                    milliseconds().list().ofSize(2 * n),
                    Arbitraries.doubles().between(-3, 6),
                    milliseconds().list().ofSize(2),
                    Arbitraries.doubles().between(0.2, 20).list().ofSize(2),
                    Arbitraries.longs().between(0, 500).list().ofSize(2),
                    Arbitraries.integers().between(1, 4),
                    Arbitraries.of(true, false))
                .as(
                    (elements, times, rate, waits, factors, upload, batch, paper) -> {
                      Network network = Chains.of(3, elements);
                      ProfileTimes device = times(times.subList(0, n));
                      ProfileTimes edge = times(times.subList(n, 2 * n));
                      return new Case(
                          network,
                          paper
                              ? new PaperCostModel(network, device, edge)
                              : new WireCostModel(network, device, edge),
                          new Workload(batch, upload.get(0), upload.get(1)),
                          new SystemState(
                              Math.pow(10, rate),
                              waits.get(0),
                              waits.get(1),
                              factors.get(0),
                              factors.get(1)));
                    }));
  }

  private static Arbitrary<Double> milliseconds() {
    return Arbitraries.oneOf(Arbitraries.just(0.0), Arbitraries.doubles().between(0, 50));
  }

  private static ProfileTimes times(List<Double> medians) {
    double[] all = medians.stream().mapToDouble(Double::doubleValue).toArray();
    return MadeProfile.times(
        MadeProfile.withImages(1, 1, 1, all),
        MadeProfile.withImages(4, 3, 3, Arrays.stream(all).map(ms -> 2 * ms).toArray()));
  }
}
