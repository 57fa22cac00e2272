package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.reset;

import io.isthmus.answers.Answers;
import io.isthmus.service.admission.Admission;
import io.isthmus.service.model.InferenceExecutor;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** A handler that meets an {@link Error}. */
public abstract class ErrorContract {

  private static final int TIMES = 40; // more than there are permits

  @RegisterExtension private final Answers answers;

  @LocalServerPort private int port;

  @Autowired private Admission admission;
  @MockitoSpyBean private InferenceExecutor computation;

  /** A contract for that service. */
  protected ErrorContract(String service) {
    answers = new Answers(service);
  }

  /** A request that is answered with 200. */
  protected abstract Request good();

  @Test
  void anErrorInAHandlerIsTold_andTheServiceLivesOn() throws Exception {
    String answer = results();
    for (Error error : new Error[] {new OutOfMemoryError("made up"), new StackOverflowError()}) {
      doThrow(error).when(computation).openMemory();
      for (int i = 0; i < TIMES; i++) {
        RawHttp.send(port, good()).orElseThrow().isProblem(500);
      }
      reset(computation);
      allPermitsAreBack();
      assertThat(results()).isEqualTo(answer);
    }
    Reply alive = RawHttp.send(port, Request.get("/actuator/health/liveness")).orElseThrow();
    assertThat(alive.status()).isEqualTo(200);
    answers.fault(
        "an Error in a handler: out of memory, stack overflow, 40 times each",
        "500 without anything internal; every permit returns; the next answer is identical");
  }

  private String results() throws Exception {
    Reply reply = RawHttp.send(port, good()).orElseThrow();
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.header("content-type").contains("json")
        ? reply.json().path("results").toString()
        : Integer.toString(java.util.Arrays.hashCode(reply.body()));
  }

  private void allPermitsAreBack() throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (admission.inside() > 0 && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    assertThat(admission.inside()).isZero();
  }
}
