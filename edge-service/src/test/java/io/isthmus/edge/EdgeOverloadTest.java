package io.isthmus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.engine.InferencePool;
import io.isthmus.hostile.Measuring;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import io.isthmus.service.admission.Admission;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@EdgeTest
class EdgeOverloadTest {

  private static final int CUT = 9;

  private final Network network = TestModel.model().network();

  @LocalServerPort private int port;

  @Autowired private Admission admission;
  @Autowired private InferencePool pool;

  private Request tail() {
    byte[] body = Edges.tensor("activation", network.activation(CUT).only(), 1, 1);
    return Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, body)
        .with(WireHeaders.MODEL, network.fingerprint());
  }

  private Request upload() {
    byte[] body = Multipart.images(List.of(Photos.sample("coffee")));
    return Request.post("/tail/0", Multipart.TYPE, body)
        .with(WireHeaders.MODEL, network.fingerprint());
  }

  private Reply send(Request request) throws Exception {
    return RawHttp.send(port, request).orElseThrow();
  }

  private List<Admission.Permit> fill() {
    List<Admission.Permit> permits = new ArrayList<>();
    while (admission.inside() < admission.limit()) {
      permits.add(admission.enter());
    }
    return permits;
  }

  @Test
  void theExcessIsRefusedBeforeItsBodyHasCome() throws Exception {
    List<Admission.Permit> permits = fill();
    try {
      for (Request request : List.of(tail(), upload(), tail().chunked(), upload().chunked())) {
        Reply reply = send(request.sending(new byte[0])); // of the body, not a byte
        reply.isProblem(503);
        assertThat(reply.header("retry-after")).isEqualTo("1");
        assertThat(LoadReport.parse(reply.header("isthmus-load"))).isPresent();
      }
    } finally {
      permits.forEach(Admission.Permit::close);
    }
    assertThat(send(tail()).status()).isEqualTo(200);
  }

  @Test
  void whoAsksFirstSendsItsBodyOnlyIfThereIsRoom() throws Exception {
    for (Request request : List.of(tail(), upload())) {
      Request asking = request.with("Expect", "100-continue");
      List<Admission.Permit> permits = fill();
      try (Socket socket = RawHttp.connect(port)) {
        socket.getOutputStream().write(asking.head());
        assertThat(firstLine(socket)).startsWith("HTTP/1.1 503");
      } finally {
        permits.forEach(Admission.Permit::close);
      }
      try (Socket socket = RawHttp.connect(port)) {
        socket.getOutputStream().write(asking.head());
        assertThat(firstLine(socket)).startsWith("HTTP/1.1 100");
        socket.getOutputStream().write(asking.body());
        assertThat(firstLine(socket)).isEmpty();
        assertThat(RawHttp.read(socket).orElseThrow().status()).isEqualTo(200);
      }
    }
  }

  private static String firstLine(Socket socket) throws Exception {
    StringBuilder line = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0 && c != '\n'; ) {
      line.append((char) c);
      c = socket.getInputStream().read();
    }
    return line.toString().strip();
  }

  @Test
  void probesAndATrialAreAnsweredHoweverFullItIs() throws Exception {
    int limit = admission.limit();
    List<Admission.Permit> permits = fill();
    try {
      assertThat(send(tail().with(WireHeaders.TRIAL, "1")).status()).isEqualTo(200);
      byte[] probe = new byte[1000];
      assertThat(send(Request.post("/probe", "application/octet-stream", probe)).status())
          .isEqualTo(204);
      byte[] two = Edges.tensor("activation", network.activation(CUT).only(), 2, 1);
      Request large =
          Request.post("/tail/" + CUT, Safetensors.MEDIA_TYPE, two)
              .with(WireHeaders.MODEL, network.fingerprint());
      send(large.with(WireHeaders.TRIAL, "1")).isProblem(400);
    } finally {
      permits.forEach(Admission.Permit::close);
    }
    assertThat(admission.limit()).isEqualTo(limit);
  }

  @Test
  void theLoadThatItTellsRisesLongBeforeItRefuses() throws Exception {
    Measuring.awaitEnd();
    CountDownLatch hold = new CountDownLatch(1);
    ExecutorService clients = Executors.newCachedThreadPool();
    try {
      Future<?> worker = clients.submit(() -> pool.run(() -> awaited(hold)));
      while (pool.inside() < 1) {
        Thread.sleep(1);
      }
      List<Future<Reply>> answers = new ArrayList<>();
      double last = 0;
      int half = admission.limit() / 2;
      for (int i = 1; i <= half; i++) {
        answers.add(clients.submit(() -> send(tail())));
        while (pool.inside() < 1 + i) {
          Thread.sleep(1);
        }
        Reply load = send(Request.post("/probe", "application/octet-stream", new byte[10]));
        double queueMs = LoadReport.parse(load.header("isthmus-load")).orElseThrow().queueMs();
        if (i > 1) { // the first counts as being computed
          assertThat(queueMs).as("after %d", i).isGreaterThan(last);
        }
        last = queueMs;
      }
      hold.countDown();
      worker.get();
      for (Future<Reply> answer : answers) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
    } finally {
      hold.countDown();
      clients.shutdownNow();
    }
  }

  private static boolean awaited(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return true;
  }

  @Test
  void anUploadIsTimedFromItsFirstByteToItsLast() throws Exception {
    Request upload = upload();
    int pieces = 20;
    try (Socket socket = RawHttp.connect(port)) {
      String head =
          upload.line()
              + "\r\nHost: edge\r\nConnection: close\r\n"
              + String.join("\r\n", upload.headers())
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      Thread.sleep(1000); // the handler waits: no part of the arrival
      long start = System.nanoTime();
      int length = upload.body().length;
      for (int i = 0; i < pieces; i++) {
        Thread.sleep(10);
        int from = i * length / pieces;
        socket
            .getOutputStream()
            .write(Arrays.copyOfRange(upload.body(), from, (i + 1) * length / pieces));
      }
      Reply reply = RawHttp.read(socket).orElseThrow();
      double exchangeMs = (System.nanoTime() - start) / 1e6;
      assertThat(reply.status()).as(reply.text()).isEqualTo(200);
      ServerTimes times = ServerTimes.parse(reply.header("server-timing")).orElseThrow();
      assertThat(times.receiveMs()).isBetween(150.0, exchangeMs); // 19 pauses of 10 ms or more
    }
  }

  @Test
  void theMetersShowTheAdmission() throws Exception {
    assertThat(send(Request.get("/actuator/prometheus")).text())
        .contains("isthmus_admission_limit")
        .contains("isthmus_admission_inside")
        .contains("isthmus_admission_refused_total");
  }
}
