package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A device whose raw input stays where it is. */
@TestPropertySource(properties = "isthmus.privacy.raw-input-may-leave=false")
class SplitsPrivacyTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @Override
  HostileEdge edge() {
    return EDGE;
  }

  @Test
  void cut0IsShownWithItsTimeAndRuledOut_butNotAmongTheCandidatesOfTheAnswer() throws Exception {
    JsonNode answer = infer("auto", 1);
    for (JsonNode candidate : answer.at("/decision/candidates")) {
      assertThat(candidate.path("split").asInt()).isPositive();
    }
    JsonNode offload = decision().at("/candidates/0");
    assertThat(offload.path("split").asInt()).isZero();
    assertThat(offload.path("excluded").asString()).isEqualTo("privacy");
    assertThat(offload.at("/predictedMs/total").asDouble()).isPositive();
    assertThat(splits().at("/candidates/0/excluded").asString()).isEqualTo("privacy");
  }

  @Test
  void noEncodingOfTheInputMayLeave() throws Exception {
    int before = EDGE.tails();
    for (String encoding : List.of("pixels", "lossless", "jpeg95", "jpeg1")) {
      Reply refused = post("input:" + encoding, 1);
      refused.isProblem(400);
      assertThat(refused.text()).contains("Raw input may not leave this device");
    }
    assertThat(EDGE.tails()).isEqualTo(before);
  }

  @Test
  void aBatchThatOnlyTheEdgeHoldsIsRefused() throws Exception {
    int before = EDGE.tails();
    post("auto", 4).isProblem(413);
    assertThat(EDGE.tails()).isEqualTo(before);
  }
}
