package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against calculations by hand on a network of three units that take 12 elements in. */
class CostModelsTest {

  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 3));
  private static final ProfileTimes DEVICE =
      MadeProfile.times(
          MadeProfile.withImages(1, 4, 2, 9, 18, 27), MadeProfile.withImages(2, 8, 4, 10, 20, 30));
  private static final ProfileTimes EDGE =
      MadeProfile.times(
          MadeProfile.withImages(1, 0.5, 0.25, 0.9, 1.8, 2.7),
          MadeProfile.withImages(2, 1, 0.5, 1, 2, 3));
  private static final Workload TENSOR = new Workload(2, 1000, 0);

  @Test
  void thePapersCostIsEquation4And5() {
    CostModel cost = new PaperCostModel(NETWORK, DEVICE, EDGE);
    SystemState now = SystemState.ideal(4); // D = 24 bytes
    assertThat(cost.time(Option.at(0), TENSOR, now))
        .isEqualTo(new LatencyBreakdown(Option.at(0), 0, 0, 6, 0, 6));
    assertThat(cost.time(Option.at(1), TENSOR, now))
        .isEqualTo(new LatencyBreakdown(Option.at(1), 0, 10, 12, 0, 5));
    assertThat(cost.time(Option.at(2), TENSOR, now))
        .isEqualTo(new LatencyBreakdown(Option.at(2), 0, 30, 3, 0, 3));
    assertThat(cost.time(Option.at(3), TENSOR, now))
        .isEqualTo(new LatencyBreakdown(Option.at(3), 0, 60, 0, 0, 0));
  }

  @Test
  void thePapersCostKnowsNoRoundTripQueueFactorOrDecoding() {
    CostModel cost = new PaperCostModel(NETWORK, DEVICE, EDGE);
    for (int cut = 0; cut <= 3; cut++) {
      assertThat(
              cost.time(Option.at(cut), new Workload(2, 7, 9999), new SystemState(4, 50, 60, 7, 8)))
          .isEqualTo(cost.time(Option.at(cut), TENSOR, SystemState.ideal(4)));
    }
  }

  @Test
  void theWiresBytesAreHeadersDataAndAnswer() {
    WireCostModel cost = new WireCostModel(NETWORK, DEVICE, EDGE);
    int answer = safetensors("{'logits':{'dtype':'F32','shape':[1,3],'data_offsets':[0,12]}}");
    int u1 = safetensors("{'activation':{'dtype':'F32','shape':[1,24],'data_offsets':[0,96]}}");
    int u2 = safetensors("{'activation':{'dtype':'F32','shape':[1,6],'data_offsets':[0,24]}}");
    int around = WireCostModel.HTTP_BYTES + answer + 2 * 12;
    assertThat(cost.bytes(Option.at(0), TENSOR)).isEqualTo(around + 1000);
    assertThat(cost.bytes(Option.at(1), TENSOR)).isEqualTo(around + u1 + 2 * 96);
    assertThat(cost.bytes(Option.at(2), TENSOR)).isEqualTo(around + u2 + 2 * 24);
  }

  @Test
  void theWiresCostIsEveryPartTimesItsFactor() {
    WireCostModel cost = new WireCostModel(NETWORK, DEVICE, EDGE);
    SystemState now = new SystemState(8, 5, 7, 2, 3);
    LatencyBreakdown cut = cost.time(Option.at(2), TENSOR, now);
    double transferMs = 5 + cost.bytes(Option.at(2), TENSOR) / 8.0;
    assertThat(cut)
        .isEqualTo(
            new LatencyBreakdown(Option.at(2), 0, 2 * 30, transferMs, 7, 3 * 3)
                .with(new LatencyBreakdown.Pipelining(5, 0, 0)));
    assertThat(cut.totalMs()).isCloseTo(60 + transferMs + 7 + 9, within(1e-9));
  }

  @Test
  void theRoundTripAndTheEdgesQueueKeepNoMachineBusy() {
    WireCostModel cost = new WireCostModel(NETWORK, DEVICE, EDGE);
    LatencyBreakdown cut = cost.time(Option.at(2), TENSOR, new SystemState(8, 5, 7, 2, 3));
    assertThat(cut.deviceMs()).isEqualTo(60);
    assertThat(cut.linkMs()).isCloseTo(cost.bytes(Option.at(2), TENSOR) / 8.0, within(1e-9));
    assertThat(cut.edgeMs()).isEqualTo(9);
    assertThat(cut.exchangeMs()).isCloseTo(5 + cut.linkMs() + 7 + 9, within(1e-9));
  }

  @Test
  void everyCutBut0WaitsForTheDevicesThreads_andThePapersCostKnowsNoneOfIt() {
    SystemState free = new SystemState(8, 5, 7, 2, 3);
    SystemState busy = new SystemState(8, 5, 7, 2, 3, 11);
    CostModel cost = new WireCostModel(NETWORK, DEVICE, EDGE);
    assertThat(cost.time(Option.at(0), TENSOR, busy))
        .isEqualTo(cost.time(Option.at(0), TENSOR, free));
    for (int cut = 1; cut <= 3; cut++) {
      LatencyBreakdown waits = cost.time(Option.at(cut), TENSOR, busy);
      LatencyBreakdown does = cost.time(Option.at(cut), TENSOR, free);
      assertThat(waits.queueMs()).isEqualTo(11 + does.queueMs());
      assertThat(waits.totalMs()).isCloseTo(11 + does.totalMs(), within(1e-9));
      assertThat(waits.deviceMs()).isEqualTo(does.deviceMs());
      assertThat(waits.edgeMs()).isEqualTo(does.edgeMs());
      CostModel paper = new PaperCostModel(NETWORK, DEVICE, EDGE);
      assertThat(paper.time(Option.at(cut), TENSOR, busy))
          .isEqualTo(paper.time(Option.at(cut), TENSOR, free));
    }
  }

  @Test
  void uploadedImagesGoAsTheyCame_andAreDecodedByTheMachineOfTheFirstUnit() {
    WireCostModel cost = new WireCostModel(NETWORK, DEVICE, EDGE);
    SystemState now = new SystemState(8, 5, 7, 2, 3);
    Workload jpegs = new Workload(2, 400, 3 * MadeProfile.REFERENCE_PIXELS);
    assertThat(cost.bytes(Option.at(0), jpegs)).isEqualTo(cost.bytes(Option.at(0), TENSOR) - 600);
    assertThat(cost.bytes(Option.at(1), jpegs)).isEqualTo(cost.bytes(Option.at(1), TENSOR));

    double onTheEdge = 3 * 3 * 0.75;
    double onTheDevice = 2 * 3 * 6;
    LatencyBreakdown offload = cost.time(Option.at(0), jpegs, now);
    assertThat(offload.decodeMs()).isCloseTo(onTheEdge, within(1e-9));
    assertThat(offload.headMs()).isZero();
    assertThat(offload.deviceMs()).isZero();
    assertThat(offload.edgeMs()).isCloseTo(onTheEdge + 3 * 6, within(1e-9));
    assertThat(cost.time(Option.at(1), jpegs, now).decodeMs()).isCloseTo(onTheDevice, within(1e-9));
    assertThat(cost.time(Option.at(3), jpegs, now))
        .isEqualTo(new LatencyBreakdown(Option.at(3), onTheDevice, 2 * 60, 0, 0, 0));
  }

  @Test
  void aBatchThatAMachineWasNotMeasuredForIsRefused_ifThatMachineIsNeeded() {
    ProfileTimes small = MadeProfile.times(MadeProfile.batch(1, 1, 1, 1));
    SystemState now = SystemState.ideal(1);
    for (CostModel cost :
        List.of(
            new PaperCostModel(NETWORK, DEVICE, small),
            new WireCostModel(NETWORK, DEVICE, small))) {
      assertThat(cost.time(Option.at(3), TENSOR, now).totalMs()).isEqualTo(60);
      assertThatThrownBy(() -> cost.time(Option.at(2), TENSOR, now))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** Length field and header, padded to a multiple of 8. */
  private static int safetensors(String header) {
    return 8 + (header.length() + 7) / 8 * 8;
  }
}
