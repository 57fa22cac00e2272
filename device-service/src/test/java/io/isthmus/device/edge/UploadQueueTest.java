package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.control.TailWork;
import io.isthmus.decision.Option;
import io.isthmus.device.control.Controllers;
import io.isthmus.device.control.LiveController;
import io.isthmus.estimate.Crossing;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.ServerTimes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** With threads that run only when the test says so. */
class UploadQueueTest {

  private static final TailAnswer ANSWER =
      new TailAnswer(ByteBuffer.allocate(0), new ServerTimes(0, 0, 0, 0), 1);

  private static final ProfileTimes PROFILE = MadeProfile.times(MadeProfile.batch(1, 1.5, 2.5));

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private final Deque<Runnable> later = new ArrayDeque<>();
  private final List<Double> delays = new ArrayList<>();
  private double takesMs;
  private final UploadQueue queue =
      new UploadQueue(
          started::add,
          (task, afterMs) -> {
            later.add(task);
            delays.add(afterMs);
          },
          bytes -> new Crossing(bytes * takesMs, 3));

  private record NamedBody(String name) implements EdgeBody {
    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public void writeTo(OutputStream out) {}
  }

  private PendingTail send(String name, PendingTail.Exchange exchange) {
    TailRequest request =
        new TailRequest(
            new TailWork(Option.at(2), 1, 0),
            new NamedBody(name),
            1,
            0,
            Double.POSITIVE_INFINITY,
            Deadline.NONE);
    ExchangeSpan span = new ExchangeSpan(Spans.none());
    LiveController controller = Controllers.of(DeviceAlone.NETWORK, PROFILE);
    PendingTail tail = new PendingTail(exchange, request, 1, queue, span, controller);
    queue.send(tail);
    return tail;
  }

  /** An exchange that uploads, and then lets the others run before it is answered. */
  private PendingTail.Exchange slow(String name) {
    return tail -> {
      upload(tail.body());
      log.add(name + " sent");
      runStarted();
      log.add(name + " answered");
      return ANSWER;
    };
  }

  private static void upload(EdgeBody body) throws EdgeException {
    try {
      body.writeTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new EdgeException(EdgeException.Kind.FAILED, "null takes all");
    }
  }

  private void runStarted() {
    while (!started.isEmpty()) {
      started.remove().run();
    }
  }

  @Test
  void uploadsGoOneAtATimeInOrder_andTheNextBeginsBeforeTheAnswer() {
    send("a", slow("a"));
    send("b", slow("b"));
    send("c", slow("c"));
    assertThat(started).as("only the first may upload").hasSize(1);
    runStarted();
    assertThat(log)
        .containsExactly("a sent", "b sent", "c sent", "c answered", "b answered", "a answered");
  }

  /** An exchange that uploads, whereupon the test looks around. */
  private static PendingTail.Exchange then(Runnable look) {
    return tail -> {
      upload(tail.body());
      look.run();
      return ANSWER;
    };
  }

  @Test
  void theNextBeginsWhenTheOneBeforeHasCrossed_notWhenTheKernelHasTakenIt() {
    takesMs = 10_000;
    send(
        "a",
        then(
            () -> {
              assertThat(started).as("the link is in use").isEmpty();
              later.remove().run();
              assertThat(started).hasSize(1);
              runStarted();
            }));
    send("b", then(() -> log.add("b sent")));
    send("c", then(() -> log.add("c sent")));
    runStarted();
    assertThat(log).containsExactly("b sent", "c sent");
    assertThat(delays.get(0)).as("a tenth and some before its end").isBetween(8_000.0, 8_997.0);
    assertThat(delays.get(1)).as("b has to wait for a").isBetween(18_000.0, 18_997.0);
  }

  @Test
  void anAnswerShowsThatABodyHasCrossed_andNothingIsFreedTwice() {
    takesMs = 10_000;
    send("a", then(() -> log.add("a sent")));
    send(
        "b",
        then(
            () -> {
              later.remove().run(); // a's, which was over before its time
              assertThat(started).as("b has the link").isEmpty();
            }));
    send("c", then(() -> log.add("c sent")));
    runStarted();
    assertThat(log).containsExactly("a sent", "c sent");
    assertThat(delays.get(1)).as("b need not wait for a").isBetween(8_000.0, 8_997.0);
  }

  @Test
  void noMoreWaitForAnswersThanTheEdgeShouldHold() {
    for (int i = 0; i < UploadQueue.MAX_UNANSWERED + 3; i++) {
      send("x" + i, slow("x" + i));
    }
    runStarted();
    assertThat(log.indexOf("x" + (UploadQueue.MAX_UNANSWERED - 1) + " answered"))
        .isLessThan(log.indexOf("x" + UploadQueue.MAX_UNANSWERED + " sent"));
    assertThat(log).hasSize(2 * (UploadQueue.MAX_UNANSWERED + 3));
  }

  @Test
  void oneThatFailsLetsTheNextGo() throws Exception {
    PendingTail failing =
        send(
            "a",
            tail -> {
              throw new EdgeException(EdgeException.Kind.FAILED, "no");
            });
    PendingTail next = send("b", slow("b"));
    runStarted();
    assertThatThrownBy(() -> failing.await(Duration.ZERO)).isInstanceOf(EdgeException.class);
    assertThat(next.await(Duration.ZERO)).isEqualTo(ANSWER);
  }

  @Test
  void oneThatIsGivenUpBeforeItsTurnIsNotSent_andLetsTheNextGo() throws Exception {
    send("a", slow("a"));
    PendingTail givenUp = send("b", slow("b"));
    PendingTail next = send("c", slow("c"));
    givenUp.abandon();
    runStarted();
    assertThat(log).containsExactly("a sent", "c sent", "c answered", "a answered");
    assertThatThrownBy(() -> givenUp.await(Duration.ZERO))
        .isInstanceOf(CancellationException.class);
    assertThat(next.await(Duration.ZERO)).isEqualTo(ANSWER);
  }
}
