package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.engine.InferencePool;
import io.isthmus.hostile.Measuring;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.service.LoadMeter;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.WireHeaders;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An edge does not begin what nobody will wait for. */
@EdgeTest
class EdgeDeadlineTest {

  private static final int CUT = 17;

  private final Network network = TestModel.model().network();

  @LocalServerPort private int port;

  @Autowired private LoadMeter load;
  @Autowired private InferencePool pool;

  @Test
  void whatIsInTimeIsAnswered() throws Exception {
    assertThat(tail("60000").status()).isEqualTo(200);
  }

  @Test
  void whatWouldBeTooLateIsRefusedAtOnce_withTheLoadThatItIsRefusedFor() throws Exception {
    Reply refused;
    try (LoadMeter.Work others = load.begin(60_000)) {
      refused = tail("5000");
    }
    refused.isProblem(504);
    assertThat(refused.json().path("leftMs").doubleValue()).isBetween(1.0, 5000.0);
    LoadReport told = LoadReport.parse(refused.header("isthmus-load")).orElseThrow();
    assertThat(told.queueMs()).isGreaterThan(5000);
    assertThat(tail("5000").status()).isEqualTo(200);
  }

  @Test
  void whatExpiresInTheQueueIsNotBegun_andTeachesNothing() throws Exception {
    Measuring.awaitEnd();
    tail("60000");
    double before = load.slowdown();
    CountDownLatch busy = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> other = threads.submit(() -> pool.run(() -> waitFor(busy)));
      while (pool.inside() == 0) {
        Thread.sleep(1);
      }
      Future<Reply> waiting = threads.submit(() -> tail("400"));
      while (pool.inside() < 2) {
        assertThat(waiting.isDone()).as("must wait for the thread").isFalse();
        Thread.sleep(1);
      }
      Thread.sleep(400);
      busy.countDown();
      other.get();
      waiting.get().isProblem(504);
      assertThat(waiting.get().text()).contains("before the work could begin");
    } finally {
      busy.countDown();
      threads.shutdownNow();
    }
    assertThat(load.slowdown()).isBetween(Math.min(1, before), Math.max(1, before));
    assertThat(load.queueMs()).isZero();
  }

  private static boolean waitFor(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }

  private Reply tail(String deadlineMs) throws IOException {
    byte[] body = Edges.tensor("activation", network.activation(CUT).only(), 1, 5);
    Request request =
        Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, body)
            .with(WireHeaders.MODEL, network.fingerprint())
            .with(WireHeaders.DEADLINE, deadlineMs);
    return RawHttp.send(port, request).orElseThrow();
  }
}
