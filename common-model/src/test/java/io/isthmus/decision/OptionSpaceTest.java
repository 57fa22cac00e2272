package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OptionSpaceTest {

  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));
  private static final Workload PHOTOGRAPH = new Workload(1, 1_000_000, 10_000);
  private static final Accuracy HUNDREDTH = new Accuracy.Changed(0.01);

  private static CalibratedOption measured(Encoding encoding, double bytes, double upper) {
    Quantiser quantiser =
        encoding.kind() == Encoding.Kind.QUANTISED
            ? new Quantiser(List.of(new Quantiser.Channel(0, 0, 2)))
            : null;
    return new CalibratedOption(encoding, bytes, bytes, 0, upper, 0, null, null, quantiser);
  }

  private static final Calibration CALIBRATION =
      new Calibration(
          NETWORK.fingerprint(),
          600,
          null,
          List.of(
              new CalibratedCut(
                  0,
                  "input",
                  24,
                  List.of(
                      measured(Encoding.LOSSLESS, 12, 0.005),
                      measured(Encoding.jpeg(95), 9, 0.004),
                      measured(Encoding.jpeg(90), 7, 0.01),
                      measured(Encoding.jpeg(50), 3, 0.03))),
              new CalibratedCut(
                  2,
                  "u2",
                  6,
                  List.of(
                      measured(Encoding.quantised(4), 2, 0.02),
                      measured(Encoding.quantised(16), 3, 0.009),
                      measured(Encoding.quantised(64), 5, 0.005),
                      measured(Encoding.LOSSLESS, 20, 0.005)))));

  private static final OptionSpace SPACE = new OptionSpace(NETWORK, 0, CALIBRATION);

  private static List<Option> flat(OptionSpace space, Accuracy budget) {
    return Stream.of(space.allowed(budget, Set.of())).flatMap(Stream::of).toList();
  }

  @Test
  void whatIsComparedIsGroupedByCut() {
    for (Option[] ofCut : SPACE.allowed(HUNDREDTH, Set.of())) {
      assertThat(ofCut).isNotEmpty().allMatch(option -> option.cut() == ofCut[0].cut());
      assertThat(ofCut[0].encoding()).isEqualTo(Encoding.RAW);
    }
  }

  @Test
  void exactAnswersTakeLosslessEncodingsOnly() {
    assertThat(flat(SPACE, Accuracy.EXACT))
        .allMatch(option -> option.encoding().exact())
        .contains(Option.at(2, Encoding.LOSSLESS), Option.at(0, Encoding.PIXELS));
  }

  @Test
  void aBudgetTakesTheSmallestQuantiserWhoseBoundItCovers() {
    assertThat(flat(SPACE, HUNDREDTH))
        .contains(Option.at(2, Encoding.quantised(16)), Option.at(2))
        .doesNotContain(Option.at(2, Encoding.quantised(4)), Option.at(2, Encoding.quantised(64)));
    assertThat(SPACE.accurate(Option.at(2, Encoding.quantised(64)), HUNDREDTH)).isTrue();
    assertThat(SPACE.accurate(Option.at(2, Encoding.quantised(4)), HUNDREDTH)).isFalse();
    assertThat(SPACE.accurate(Option.at(3, Encoding.quantised(16)), HUNDREDTH)).isFalse();
  }

  @Test
  void aBudgetTakesTheSmallestJpegWhoseBoundItCovers_andExactAnswersTakeNone() {
    assertThat(flat(SPACE, HUNDREDTH))
        .contains(Option.at(0, Encoding.jpeg(90)), Option.at(0, Encoding.LOSSLESS))
        .doesNotContain(Option.at(0, Encoding.jpeg(95)), Option.at(0, Encoding.jpeg(50)));
    for (int quality : new int[] {95, 90, 50}) {
      Option jpeg = Option.at(0, Encoding.jpeg(quality));
      assertThat(SPACE.accurate(jpeg, Accuracy.EXACT)).isFalse();
      assertThat(SPACE.accurate(jpeg, HUNDREDTH)).isEqualTo(quality >= 90);
    }
    assertThat(SPACE.accurate(Option.at(0, Encoding.jpeg(99)), HUNDREDTH)).isFalse();
  }

  @Test
  void whereTheInputMayNotLeaveNoJpegOfItMay() {
    OptionSpace later = new OptionSpace(NETWORK, 1, CALIBRATION);
    assertThat(later.mayLeave(Option.at(0, Encoding.jpeg(90)))).isFalse();
    assertThat(flat(later, HUNDREDTH)).noneMatch(option -> option.cut() == 0);
  }

  @Test
  void aJpegIsMadeByTheDevice_andReadByTheEdge_ifBothKnowWhatItTakes() {
    SystemState now = SystemState.ideal(1);
    CostModel cost = new WireCostModel(NETWORK, machine(1, true), machine(1, true), CALIBRATION);
    LatencyBreakdown pixels = cost.time(Option.at(0, Encoding.PIXELS), PHOTOGRAPH, now);
    LatencyBreakdown jpeg = cost.time(Option.at(0, Encoding.jpeg(90)), PHOTOGRAPH, now);
    double elements = (double) NETWORK.input().elements();
    assertThat(jpeg.decodeMs()).isEqualTo(pixels.decodeMs()).isPositive();
    assertThat(jpeg.encodeMs()).isCloseTo(0.2 * elements, within(1e-9));
    assertThat(jpeg.tensorDecodeMs()).isCloseTo(0.2 * elements, within(1e-9));
    assertThat(pixels.transferMs() - jpeg.transferMs()).isCloseTo(elements - 7, within(1e-9));
    for (boolean device : new boolean[] {true, false}) {
      CostModel older =
          new WireCostModel(NETWORK, machine(1, device), machine(1, !device), CALIBRATION);
      assertThat(older.predicts(Option.at(0, Encoding.jpeg(90)))).isFalse();
    }
    List<String> before = List.of("raw", "pixels", "lossless", "f16", "q");
    CostModel older =
        new WireCostModel(
            NETWORK, machine(1, true), machine(1, true), CALIBRATION, KnownEncodings.named(before));
    assertThat(older.predicts(Option.at(0, Encoding.LOSSLESS))).isTrue();
    assertThat(older.predicts(Option.at(0, Encoding.jpeg(90)))).isFalse();
  }

  @Test
  void whereAQuantiserIsSuspendedTheNextFinerOneIsCompared() {
    Set<Option> suspended = Set.of(Option.at(2, Encoding.quantised(16)));
    List<Option> left = Stream.of(SPACE.allowed(HUNDREDTH, suspended)).flatMap(Stream::of).toList();
    assertThat(left)
        .contains(Option.at(2, Encoding.quantised(64)), Option.at(2))
        .doesNotContain(Option.at(2, Encoding.quantised(16)));
  }

  @Test
  void withoutLabelsNoLossOfAccuracyIsPromised() {
    assertThat(flat(SPACE, new Accuracy.Loss(0.5))).allMatch(o -> o.encoding().exact());
  }

  @Test
  void nothingFromBeforeTheEarliestCutIsUsed_inAnyEncoding() {
    OptionSpace later = new OptionSpace(NETWORK, 3, CALIBRATION);
    assertThat(flat(later, HUNDREDTH)).allMatch(option -> option.cut() >= 3);
    assertThat(later.mayLeave(Option.at(2, Encoding.quantised(16)))).isFalse();
  }

  private static ProfileTimes machine(double unitMs, boolean codecs) {
    List<CodecTiming> known =
        codecs
            ? List.of(
                new CodecTiming("q", 1e5, 1e5),
                new CodecTiming("lossless", 1e5, 1e5),
                new CodecTiming("jpeg", 2e5, 2e5))
            : List.of();
    return new ProfileTimes(
        MadeProfile.of(MadeProfile.withImages(1, 5, 5, unitMs, unitMs, unitMs, unitMs, unitMs))
            .withCodecs(known, Instant.EPOCH));
  }

  private static Decision decide(boolean edgeKnows, Accuracy accuracy, double bytesPerMs) {
    ProfileTimes device = machine(100, true);
    ProfileTimes edge = machine(1, edgeKnows);
    CostModel cost = new WireCostModel(NETWORK, device, edge, CALIBRATION);
    DecisionInput now =
        new DecisionInput(
            PHOTOGRAPH,
            SystemState.ideal(bytesPerMs),
            cost,
            EdgeStatus.READY,
            1.0,
            1,
            1,
            Double.POSITIVE_INFINITY,
            accuracy,
            Set.of());
    return new SplitSelector(SPACE).decide(now).orElseThrow();
  }

  @Test
  void whatTheEdgeCannotReadIsNotChosen() {
    Option quantised = Option.at(2, Encoding.quantised(16));
    Decision knows = decide(true, HUNDREDTH, 2);
    assertThat(knows.candidates()).extracting(Candidate::option).contains(quantised);
    Decision older = decide(false, HUNDREDTH, 2);
    assertThat(older.candidates()).allMatch(candidate -> !candidate.option().encoding().isCoded());
    Decision exact = decide(true, Accuracy.EXACT, 2);
    assertThat(exact.candidates()).allMatch(candidate -> candidate.option().encoding().exact());
  }

  @Test
  void anEncodingsTimeHasItsBytesItsWritingAndItsReading() {
    CostModel cost = new WireCostModel(NETWORK, machine(100, true), machine(1, true), CALIBRATION);
    SystemState now = new SystemState(2, 0, 0, 3, 5);
    LatencyBreakdown raw = cost.time(Option.at(2), PHOTOGRAPH, now);
    LatencyBreakdown coded = cost.time(Option.at(2, Encoding.quantised(16)), PHOTOGRAPH, now);
    double elements = (double) NETWORK.activation(2).elements();
    double bytes = (raw.transferMs() - coded.transferMs()) * 2;
    assertThat(bytes).isCloseTo(4 * elements - 3, within(1e-9));
    assertThat(coded.encodeMs()).isCloseTo(3 * 0.1 * elements, within(1e-9));
    assertThat(coded.tensorDecodeMs()).isCloseTo(5 * 0.1 * elements, within(1e-9));
    assertThat(coded.deviceMs()).isCloseTo(raw.deviceMs() + coded.encodeMs(), within(1e-9));
    assertThat(coded.edgeMs()).isCloseTo(raw.edgeMs() + coded.tensorDecodeMs(), within(1e-9));
  }

  @Test
  void whatNobodyMeasuredHasNoTime() {
    CostModel cost = new WireCostModel(NETWORK, machine(1, true), machine(1, true), CALIBRATION);
    Option unknown = Option.at(3, Encoding.quantised(16));
    assertThat(cost.predicts(unknown)).isFalse();
    assertThatThrownBy(() -> cost.time(unknown, PHOTOGRAPH, SystemState.ideal(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pixelsAreDecodedOnTheDevice_filesOnTheEdge() {
    CostModel cost = new WireCostModel(NETWORK, machine(1, true), machine(1, true));
    SystemState now = SystemState.ideal(1);
    LatencyBreakdown files = cost.time(Option.at(0), PHOTOGRAPH, now);
    LatencyBreakdown pixels = cost.time(Option.at(0, Encoding.PIXELS), PHOTOGRAPH, now);
    assertThat(files.deviceMs()).isZero();
    assertThat(pixels.deviceMs()).isEqualTo(pixels.decodeMs()).isPositive();
    assertThat(pixels.edgeMs()).isEqualTo(pixels.tailMs());
    assertThat(files.transferMs() - pixels.transferMs())
        .isEqualTo((double) (PHOTOGRAPH.inputBytes() - NETWORK.input().bytes(1)));
  }

  @Test
  void bytesThatTurnOutOtherThanCalibratedChangeWhatIsPredicted() {
    ProfileTimes times = MadeProfile.times(MadeProfile.withImages(1, 4, 2, 1, 1, 1, 1, 1));
    WireCostModel cost = new WireCostModel(NETWORK, times, times, CALIBRATION);
    Option option = Option.at(2, Encoding.LOSSLESS);
    CodedSizes sizes = CodedSizes.NONE;
    for (int i = 0; i < 400; i++) {
      sizes = sizes.seen(option, true, 1, 3);
    }
    WireCostModel learnt = cost.with(sizes);
    Workload tensor = new Workload(1, 1_000_000, 0);
    double headers = cost.bytes(option, PHOTOGRAPH) - 20;
    assertThat(learnt.bytes(option, PHOTOGRAPH) - headers).isCloseTo(60, within(2.0));
    assertThat(learnt.bytes(option, tensor)).isEqualTo(cost.bytes(option, tensor));
    assertThat(learnt.with(CodedSizes.NONE).bytes(option, PHOTOGRAPH))
        .isEqualTo(cost.bytes(option, PHOTOGRAPH));
  }
}
