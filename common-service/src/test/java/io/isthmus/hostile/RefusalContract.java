package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.service.admission.Admission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What holds for every refusal of a service. */
public abstract class RefusalContract {

  private static final long MAX_GROWTH = 64 << 20;
  private static final int ROUNDS = 2;
  private static final int RESETS = 10;

  /** A good request costs ten times as much as a refusal: it follows every tenth, and the last. */
  private static final int GOOD_AFTER = 10;

  private static final long SEED = 20221;

  /** The tests give a body 3 s to arrive. */
  private static final Duration LONGER_THAN_AN_UPLOAD = Duration.ofSeconds(10);

  @RegisterExtension private final Answers answers;

  @LocalServerPort private int port;

  @Autowired private Admission admission;

  /** A contract for that service. */
  protected RefusalContract(String service) {
    answers = new Answers(service);
  }

  /** Everything that must be refused. */
  protected abstract List<BadRequest> badRequests();

  /** A good request with a tensor, and one with an uploaded photograph. */
  protected abstract List<Request> goodRequests();

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
    List<BadRequest> all = badRequests();
    return IntStream.range(0, all.size())
        .mapToObj(
            i -> {
              BadRequest bad = all.get(i);
              boolean good = i % GOOD_AFTER == 0 || i == all.size() - 1;
              return DynamicTest.dynamicTest(bad.what(), () -> named(bad, good ? answer : null));
            });
  }

  /** Surefire tells only the number of a dynamic test. */
  private void named(BadRequest bad, @Nullable Object answer) throws Exception {
    try {
      refused(bad);
      if (answer != null) {
        assertThat(goodAnswer()).as("a good answer after this and those before").isEqualTo(answer);
      }
    } catch (AssertionError e) {
      throw new AssertionError(bad.what() + ": " + e.getMessage(), e);
    }
  }

  private void refused(BadRequest bad) throws Exception {
    Object before = estimates();
    Reply reply = RawHttp.send(port, bad.request()).orElseThrow();
    reply.isProblem(bad.status());
    assertThat(reply.tellsItsEnd()).as("has an end that is not the connection's").isTrue();
    answers.input(bad.what(), reply.problem());
    assertThat(estimates()).isEqualTo(before);
    allPermitsAreBack();
    assertThat(RawHttp.send(port, Request.get("/actuator/health/liveness")).orElseThrow().status())
        .isEqualTo(200);
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
  void aBodyThatBreaksOffLeavesNothingBehind() throws Exception {
    Object answer = goodAnswer();
    for (Request good : goodRequests()) {
      for (Request request : List.of(good, good.chunked())) {
        byte[] half = Arrays.copyOf(request.body(), request.body().length / 2);
        RawHttp.send(port, request.sending(half).thenClosing()).ifPresent(r -> r.isProblem(400));
        allPermitsAreBack();
      }
    }
    assertThat(goodAnswer()).isEqualTo(answer);
    answers.fault(
        "the client goes away within its upload",
        "400 for whoever still listens; no permit is held; the next answer is identical");
  }

  @Test
  void aClientThatResetsWhileItsAnswerIsComputedHoldsNoPermit() throws Exception {
    Object answer = goodAnswer();
    for (int i = 0; i < RESETS; i++) {
      for (Request good : goodRequests()) {
        try (Socket socket = RawHttp.connect(port)) {
          socket.getOutputStream().write(good.head());
          socket.getOutputStream().write(good.body());
          socket.setSoLinger(true, 0); // a reset, not an end
        }
      }
    }
    allPermitsAreBack();
    assertThat(goodAnswer()).isEqualTo(answer);
    answers.fault(
        "the client resets the connection while its answer is computed",
        "every permit is back when the computation ends; the next answer is identical");
  }

  @Test
  void anUploadOfAByteNowAndThenIsTimedOut_andOthersAreServedMeanwhile() throws Exception {
    List<SlowUpload> uploads = new ArrayList<>();
    try {
      for (Request request : goodRequests()) {
        uploads.add(SlowUpload.begin(port, request));
      }
      areTimedOut(uploads);
    } finally {
      for (SlowUpload upload : uploads) {
        upload.socket().close();
      }
    }
  }

  private void areTimedOut(List<SlowUpload> uploads) throws Exception {
    Object answer = goodAnswer();
    long end = System.nanoTime() + LONGER_THAN_AN_UPLOAD.toNanos();
    List<SlowUpload> open = new ArrayList<>(uploads);
    for (int i = 0; !open.isEmpty() && System.nanoTime() < end; i++) {
      for (SlowUpload upload : open) {
        upload.sendByte(i);
      }
      Thread.sleep(50);
      open.removeIf(SlowUpload::isAnswered);
      if (i % 10 == 0) {
        assertThat(goodAnswer()).isEqualTo(answer);
      }
    }
    for (SlowUpload upload : uploads) {
      Reply reply = RawHttp.read(upload.socket()).orElseThrow();
      reply.isProblem(408);
      answers.fault(
          "an upload of a byte now and then, of a tensor and of a file",
          reply.problem() + " Others are served meanwhile; its permit returns");
    }
    allPermitsAreBack();
  }

  /** A request whose body is sent by the byte. */
  private record SlowUpload(Socket socket, Request request) {

    static SlowUpload begin(int port, Request request) throws IOException {
      Socket socket = RawHttp.connect(port);
      socket.getOutputStream().write(request.head());
      return new SlowUpload(socket, request);
    }

    void sendByte(int index) throws IOException {
      socket.getOutputStream().write(request.body(), index, 1);
    }

    boolean isAnswered() {
      try {
        return socket.getInputStream().available() > 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The same changes at every run; more of them with -Disthmus.fuzz.uploads=N. */
  @Test
  void uploadsWithBytesChangedAtRandomAreAnsweredOrRefused_neverMore() throws Exception {
    Object answer = goodAnswer();
    Request upload = goodRequests().get(1);
    SplittableRandom random = new SplittableRandom(SEED);
    int uploads = Integer.getInteger("isthmus.fuzz.uploads", 150);
    for (int i = 0; i < uploads; i++) {
      byte[] body = Mutations.of(upload.body(), random);
      Request mutated = Request.post(upload.target(), Multipart.TYPE, body);
      for (String header : upload.headers()) {
        if (!header.startsWith("Content-")) {
          mutated = mutated.with(header);
        }
      }
      Reply reply = RawHttp.send(port, i % 2 == 0 ? mutated : mutated.chunked()).orElseThrow();
      if (reply.status() != 200) {
        assertThat(reply.status()).as("upload %d: %s", i, reply.text()).isIn(400, 413, 415);
        reply.isProblem(reply.status());
      }
    }
    allPermitsAreBack();
    assertThat(goodAnswer()).isEqualTo(answer);
    answers.input(
        "150 multipart uploads with bytes changed, removed, repeated and swapped at random",
        "200, or problem details with 400, 413 or 415");
  }

  @Test
  void refusalsDoNotEatMemory() throws Exception {
    List<BadRequest> bad = badRequests();
    sendAll(bad); // warm-up
    assertThat(ROUNDS * bad.size()).isGreaterThan(100);
    long grown = grownBy(bad);
    if (grown >= MAX_GROWTH) {
      grown = grownBy(bad); // arenas and compiled code come once, what leaks comes every time
    }
    assertThat(grown).isLessThan(MAX_GROWTH);
  }

  /** By how many bytes the process grows while all of them are sent some times. */
  private long grownBy(List<BadRequest> bad) throws Exception {
    NativeMemory before = NativeMemory.measure();
    for (int i = 0; i < ROUNDS; i++) {
      sendAll(bad);
    }
    return NativeMemory.measure().bytes() - before.bytes();
  }

  private void sendAll(List<BadRequest> bad) throws Exception {
    for (BadRequest one : bad) {
      assertThat(RawHttp.send(port, one.request()).orElseThrow().status())
          .as(one.what())
          .isEqualTo(one.status());
    }
  }
}
