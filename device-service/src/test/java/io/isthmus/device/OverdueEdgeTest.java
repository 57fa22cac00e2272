package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.device.edge.EdgeClient;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.service.LoadMeter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** A device does not wait for an edge that takes longer than was to be expected. */
@TestPropertySource(
    properties = {
      "isthmus.edge.patience-slack=100ms",
      "isthmus.edge.stale-after=1h",
      "isthmus.edge.timeout-floor=30s",
      "isthmus.edge.timeout-max=30s"
    })
class OverdueEdgeTest extends SplitsContract {

  private static final HostileEdge EDGE = new HostileEdge();
  private static final long LATE_MS = 20_000;

  @RegisterExtension final Answers answers = new Answers("device");

  @Autowired private EdgeClient link;
  @Autowired private LoadMeter load;

  @DynamicPropertySource
  static void theEdge(DynamicPropertyRegistry properties) {
    properties.add("isthmus.edge.url", EDGE::url);
  }

  @Override
  HostileEdge edge() {
    return EDGE;
  }

  /** So slow that anything but asking the edge seems foolish. */
  @BeforeEach
  void theDeviceSeemsSlow() {
    for (int i = 0; i < 5; i++) {
      load.measured(6000, 100);
    }
  }

  @Test
  void itGoesOnFromWhatItHolds_andTheLinkIsBelievedToBeSlower() throws Exception {
    String local = infer("local", 1).path("results").toString();
    theDeviceSeemsSlow();
    EDGE.behaves(exchange -> Thread.sleep(LATE_MS));
    LinkEstimate before = link.link();
    long start = System.nanoTime();
    JsonNode answer = infer("auto", 1);
    assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(LATE_MS);
    assertThat(answer.at("/decision/mode").asString()).isNotEqualTo("local");
    assertThat(answer.path("degraded").booleanValue()).isTrue();
    assertThat(answer.path("results").toString()).isEqualTo(local);
    assertThat(link.link().bytesPerMs()).isLessThan(before.bytesPerMs());
    answers.fault(
        "an answer that is long overdue",
        "200 with the bits of the local answer, degraded, before the edge's; the link is believed"
            + " to be slower");
  }

  @Test
  void anEdgeThatIsInTimeIsTheAnswer() throws Exception {
    JsonNode answer = infer("auto", 1);
    assertThat(answer.at("/decision/mode").asString()).isNotEqualTo("local");
    assertThat(answer.path("degraded").booleanValue()).isFalse();
  }

  @Test
  void aCutThatTheRequestNamesIsWaitedFor() throws Exception {
    EDGE.behaves(
        exchange -> {
          Thread.sleep(1000);
          HostileEdge.zeros(1).answer(exchange);
        });
    assertThat(infer("block5", 1).path("degraded").booleanValue()).isFalse();
  }
}
