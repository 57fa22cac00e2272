package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.hostile.Reply;
import io.isthmus.service.LoadMeter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Why it cut there can be answered from /actuator/splits alone, for any request. */
class SplitsTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final List<String> PARTS = List.of("decode", "head", "transfer", "queue", "tail");

  @Autowired private LoadMeter load;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @Override
  HostileEdge edge() {
    return EDGE;
  }

  @Test
  void aDecisionTellsAllThatItWasTakenOn_andWhatBecameOfIt() throws Exception {
    JsonNode answer = infer("auto", 1);
    JsonNode d = decision();
    assertThat(d.path("id").asLong()).isPositive();
    assertThat(d.path("batch").asInt()).isEqualTo(1);
    assertThat(d.path("input").asString()).isEqualTo("images");
    assertThat(d.path("inputBytes").asLong()).isGreaterThan(10_000);
    for (String same : List.of("mode", "split", "unit", "reason")) {
      assertThat(d.path(same)).isEqualTo(answer.path("decision").path(same));
    }
    assertThat(d.path("predictedMs")).isEqualTo(answer.at("/decision/predictedMs"));
    assertThat(d.path("measuredMs")).isEqualTo(answer.path("measuredMs"));
    assertThat(d.path("why").asString())
        .contains("is predicted at")
        .containsPattern("the link's rate of [0-9.,]+ [kMG]?B/s was measured");
    assertThat(d.at("/conditions/edge").asString()).isEqualTo("READY");
    assertThat(d.at("/conditions/link/bytesPerSecond").asDouble()).isPositive();
    assertThat(d.at("/conditions/link/ageMs").isNumber()).isTrue();
    for (String estimate : List.of("queueMs", "deviceQueueMs", "deviceFactor", "edgeFactor")) {
      assertThat(d.path("conditions").path(estimate).isNumber()).as(estimate).isTrue();
    }
    assertThat(d.at("/margin/runnerUp").isString()).isTrue();
    assertThat(d.at("/margin/ms").asDouble()).isNotNegative();
    assertThat(d.at("/margin/percent").asDouble()).isBetween(0.0, 100.0);
    assertThat(d.path("degraded").asBoolean()).isFalse();
  }

  @Test
  void everyCutIsThereWithItsParts_andTheChosenOneIsTheLeast() throws Exception {
    edge().behaves(HostileEdge.zeros(2));
    infer("auto", 2);
    JsonNode d = decision();
    assertThat(excluded(d))
        .hasSizeGreaterThan(2)
        .allMatch(cut -> cut.matches("[0-9]+:(free|encoding-unknown|accuracy)"))
        .contains("0:free", "0:accuracy");
    double least = Double.POSITIVE_INFINITY;
    for (JsonNode cut : predicted(d)) {
      JsonNode ms = cut.path("predictedMs");
      double sum = PARTS.stream().mapToDouble(part -> ms.path(part).asDouble()).sum();
      assertThat(ms.path("total").asDouble()).isCloseTo(sum, within(1e-9));
      least = Math.min(least, sum);
    }
    assertThat(d.at("/predictedMs/total").asDouble()).isLessThanOrEqualTo(least + 1e-9);
    if (d.path("plan").size() == 1) {
      assertThat(d.at("/predictedMs/total").asDouble()).isCloseTo(least, within(1e-9));
    }
  }

  @Test
  void theWorkOfOthersIsWaitedForWhereTheDeviceComputes_ownWorkIsNot() throws Exception {
    infer("auto", 1);
    assertThat(decision().at("/conditions/deviceQueueMs").asDouble()).isZero();
    try (LoadMeter.Work others = load.begin(1000)) {
      infer("auto", 1);
    }
    double queueMs = decision().at("/conditions/deviceQueueMs").asDouble();
    assertThat(queueMs).isPositive();
    double edgeQueueMs = decision().at("/conditions/queueMs").asDouble();
    for (JsonNode cut : predicted(decision())) {
      double atTheEdge = cut.path("split").asInt() == 18 ? 0 : edgeQueueMs;
      double onTheDevice = files(cut) ? 0 : queueMs;
      assertThat(cut.at("/predictedMs/queue").asDouble())
          .isCloseTo(atTheEdge + onTheDevice, within(1e-9));
    }
  }

  /** Candidates whose time could be predicted: what no budget allows is not looked at. */
  private static List<JsonNode> predicted(JsonNode decision) {
    List<JsonNode> all = new ArrayList<>();
    decision.path("candidates").forEach(all::add);
    all.removeIf(cut -> !cut.path("predictedMs").isObject());
    assertThat(all).hasSizeGreaterThanOrEqualTo(6);
    return all;
  }

  private static boolean files(JsonNode cut) {
    return cut.path("split").asInt() == 0 && cut.path("encoding").asString().equals("raw");
  }

  @Test
  void theErrorIsPredictedLessMeasured_andRegretIsExplained() throws Exception {
    infer("auto", 1);
    JsonNode d = decision();
    for (String part : List.of("decode", "head", "transfer", "queue", "tail", "total")) {
      assertThat(d.path("errorMs").path(part).asDouble())
          .isCloseTo(
              d.path("predictedMs").path(part).asDouble()
                  - d.path("measuredMs").path(part).asDouble(),
              within(1e-9));
    }
    assertThat(d.path("errorPercent").asDouble()).isNotNegative();
    JsonNode hindsight = d.path("hindsight");
    assertThat(hindsight.path("regretPercent").isNumber()).isTrue();
    assertThat(hindsight.path("regretPercent").asDouble()).isNotNegative();
    assertThat(hindsight.path("bestMs").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(hindsight.path("chosenMs").asDouble());
    assertThat(hindsight.at("/met/bytesPerSecond").asDouble()).isPositive();
  }

  @Test
  void aForcedCutCountsIntoTheErrorButNotIntoTheRegret_aDegradedOneIntoNeither() throws Exception {
    infer("auto", 1);
    JsonNode before = splits().path("accuracy");
    infer("block5", 1);
    JsonNode forced = decision();
    assertThat(forced.path("reason").asString()).isEqualTo("forced");
    assertThat(forced.path("errorMs").isObject()).isTrue();
    assertThat(forced.path("hindsight").isNull()).isTrue();
    assertThat(excluded(forced)).contains("7:free", "0:forced", "18:forced");
    edge().behaves(FAILING);
    infer("block5", 1);
    JsonNode degraded = decision();
    assertThat(degraded.path("degraded").asBoolean()).isTrue();
    assertThat(degraded.path("errorMs").isNull()).isTrue();
    JsonNode after = splits().path("accuracy");
    assertThat(after.at("/sinceStart/requests").asLong())
        .isEqualTo(before.at("/sinceStart/requests").asLong() + 1);
    assertThat(after.at("/sinceStart/regretPercent"))
        .isEqualTo(before.at("/sinceStart/regretPercent"));
    assertThat(after.path("window").asInt()).isEqualTo(100);
    assertThat(after.path("totalErrorPercent").asDouble()).isPositive();
    assertThat(after.at("/meanAbsoluteErrorMs/head").isNumber()).isTrue();
  }

  @Test
  void anEdgeThatIsAwayIsTheReasonForEveryCutThatNeedsIt() throws Exception {
    theEdgeFails();
    infer("auto", 1);
    assertThat(decision().path("reason").asString()).isEqualTo("edge-unavailable");
    assertThat(excluded(decision())).contains("0:edge-unavailable", "18:free");
    assertThat(decision().path("why").asString()).startsWith("the edge does not answer");
    assertThat(splits().path("why").asString()).startsWith("the edge does not answer");
  }

  @Test
  void aBatchThatOnlyTheEdgeHoldsIsOffloaded_andWithoutTheEdgeRefused() throws Exception {
    edge().behaves(HostileEdge.zeros(4));
    JsonNode answer = infer("auto", 4);
    assertThat(answer.path("results").size()).isEqualTo(4);
    assertThat(answer.at("/decision/mode").asString()).isEqualTo("offload");
    assertThat(answer.at("/decision/reason").asString()).isEqualTo("device-no-room");
    assertThat(excluded(decision())).contains("0:free", "18:device-no-room");
    isTooLarge(post("local", 4), 2);
    isTooLarge(post("block5", 4), 2);
    isTooLarge(post("auto", 5), 2);

    edge().behaves(FAILING);
    Reply failed = post("auto", 4);
    failed.isProblem(503);
    assertThat(failed.text()).contains("up to 2 images");
    theEdgeFails();
    isTooLarge(post("auto", 4), 2);
    isTooLarge(post("offload", 4), 2);
  }

  private static void isTooLarge(Reply reply, int room) {
    reply.isProblem(413);
    assertThat(reply.text()).contains("up to %d images".formatted(room));
  }

  @Test
  void aBatchThatTheEdgeDoesNotHoldStaysHere() throws Exception {
    theEdgeHasRoomFor(1);
    infer("auto", 2);
    assertThat(decision().path("reason").asString()).isEqualTo("edge-no-room");
    assertThat(excluded(decision())).contains("0:edge-no-room", "18:free");
    assertThat(decision().path("why").asString()).contains("up to 1, not 2: local is predicted");
    theEdgeHasRoomFor(4);
  }

  @Test
  void theMetersTellDecisionsErrorsRegretAndEstimates() throws Exception {
    infer("auto", 1);
    infer("block5", 1);
    String meters = get("/actuator/prometheus").text();
    assertThat(meters)
        .contains("isthmus_decisions_total{mode=\"split\",reason=\"forced\",split=\"block5\"}")
        .contains("isthmus_prediction_error_seconds_count{part=\"total\"}")
        .contains("isthmus_prediction_error_seconds_sum{part=\"transfer\"}")
        .contains("isthmus_prediction_error_ratio_count")
        .contains("isthmus_regret_ratio_sum");
    for (String estimate :
        List.of(
            "link_rate_bytes_per_second",
            "link_rtt_seconds",
            "link_age_seconds",
            "edge_queue_expected_seconds",
            "device_queue_seconds",
            "device_factor",
            "edge_factor_expected")) {
      assertThat(meters).containsPattern("(?m)^isthmus_" + estimate + " [0-9.E]+$");
    }
    JsonNode decisions = get("/actuator/metrics/isthmus.decisions").json();
    assertThat(decisions.at("/measurements/0/value").asDouble()).isGreaterThanOrEqualTo(2);
  }
}
