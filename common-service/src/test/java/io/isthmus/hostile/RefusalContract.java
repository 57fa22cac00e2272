package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.service.Admission;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What holds for every refusal of a service. */
public abstract class RefusalContract {

  private static final long MAX_GROWTH = 64 << 20;
  private static final int ROUNDS = 3;

  @LocalServerPort private int port;

  @Autowired private Admission admission;

  /** Everything that must be refused. */
  protected abstract List<BadRequest> badRequests();

  /** Sends a good request; what it gives must be the same after a refusal as before. */
  protected abstract Object goodAnswer() throws Exception;

  /** What a refused request must not move. */
  protected abstract Object estimates();

  /** The service's port. */
  protected int port() {
    return port;
  }

  @TestFactory
  Stream<DynamicTest> isRefusedAndLeavesTheServiceAsItWas() throws Exception {
    Object answer = goodAnswer();
    return badRequests().stream()
        .map(bad -> DynamicTest.dynamicTest(bad.what(), () -> named(bad, answer)));
  }

  /** Surefire tells only the number of a dynamic test. */
  private void named(BadRequest bad, Object answer) throws Exception {
    try {
      refused(bad, answer);
    } catch (AssertionError e) {
      throw new AssertionError(bad.what() + ": " + e.getMessage(), e);
    }
  }

  private void refused(BadRequest bad, Object answer) throws Exception {
    Object before = estimates();
    RawHttp.send(port, bad.request()).orElseThrow().isProblem(bad.status());
    assertThat(estimates()).isEqualTo(before);
    allPermitsAreBack();
    assertThat(RawHttp.send(port, Request.get("/actuator/health/liveness")).orElseThrow().status())
        .isEqualTo(200);
    assertThat(goodAnswer()).isEqualTo(answer);
  }

  /** Waits for the permits: an answer may arrive a moment before its handler has returned. */
  protected void allPermitsAreBack() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (admission.inside() > 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    assertThat(admission.inside()).isZero();
  }

  @Test
  void refusalsDoNotEatMemory() throws Exception {
    List<BadRequest> bad = badRequests();
    sendAll(bad); // warm-up
    NativeMemory before = NativeMemory.measure();
    for (int i = 0; i < ROUNDS; i++) {
      sendAll(bad);
    }
    assertThat(ROUNDS * bad.size()).isGreaterThan(100);
    assertThat(NativeMemory.measure().bytes() - before.bytes()).isLessThan(MAX_GROWTH);
  }

  private void sendAll(List<BadRequest> bad) throws Exception {
    for (BadRequest one : bad) {
      assertThat(RawHttp.send(port, one.request()).orElseThrow().status())
          .as(one.what())
          .isEqualTo(one.status());
    }
  }
}
