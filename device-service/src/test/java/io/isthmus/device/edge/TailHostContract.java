package io.isthmus.device.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.isthmus.control.TailWork;
import io.isthmus.decision.Option;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.wire.Deadline;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every host of tails must keep to, whatever it speaks with its machine. */
abstract class TailHostContract {

  static final Duration AMPLE = Duration.ofSeconds(10);

  /** A body that counts how it is used. */
  static final class CountedBody implements EdgeBody {
    final AtomicInteger written = new AtomicInteger();
    final AtomicInteger abandoned = new AtomicInteger();

    @Override
    public String contentType() {
      return "application/x-safetensors";
    }

    @Override
    public long length() {
      return 1;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      written.incrementAndGet();
      out.write(1);
    }

    @Override
    public void abandon() {
      abandoned.incrementAndGet();
    }
  }

  /** A host whose machine has been met. */
  abstract TailHost host();

  /** From now on its machine answers tails with that many logits, each 0. */
  abstract void answers(int logits);

  /** From now on its machine takes bodies and says nothing. */
  abstract void hangs();

  /** From now on its machine hangs up. */
  abstract void breaksOff();

  private static TailRequest request(EdgeBody body, Deadline deadline) {
    return new TailRequest(new TailWork(Option.at(1), 1, 0), body, 100, 0, 1e9, deadline);
  }

  private PendingTail begin(EdgeBody body, Deadline deadline) {
    TailHost host = host();
    return host.begin(request(body, deadline), host.uploads());
  }

  @Test
  void itSaysWhatItCanDo() {
    assertThat(host().capabilities()).isNotNull();
    assertThat(host().status()).isNotNull();
  }

  @Test
  void anAnswerHasAllLogitsAndItsTimes_andTheBodyIsWrittenOnce() throws Exception {
    answers(10);
    CountedBody body = new CountedBody();
    TailAnswer answer = begin(body, Deadline.NONE).await(AMPLE);
    assertThat(answer).isNotNull();
    assertThat(answer.values().remaining()).isEqualTo(10 * Float.BYTES);
    assertThat(answer.exchangeMs()).isPositive();
    assertThat(answer.transferMs()).isNotNegative();
    assertThat(body.written).hasValue(1);
    assertThat(body.abandoned.get()).as("it is told that nobody needs it any more").isPositive();
  }

  @Test
  void aMachineThatBreaksOffIsAFailure_notAnAnswer() {
    breaksOff();
    PendingTail tail = begin(new CountedBody(), Deadline.NONE);
    EdgeException failure = catchThrowableOfType(EdgeException.class, () -> tail.await(AMPLE));
    assertThat(failure.kind()).isIn(Kind.FAILED, Kind.UNREACHED, Kind.TIMED_OUT);
    assertThat(tail.answered()).isFalse();
  }

  @Test
  void aMachineThatSaysNothingIsGivenUpWithinTheTimeLimit() {
    hangs();
    PendingTail tail = begin(new CountedBody(), Deadline.NONE);
    EdgeException failure = catchThrowableOfType(EdgeException.class, () -> tail.await(AMPLE));
    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @Test
  void nothingIsSentOnceTheDeadlineHasPassed() {
    answers(10);
    CountedBody body = new CountedBody();
    Deadline passed = new Deadline(0.000001, System.nanoTime() - 1_000_000);
    PendingTail tail = begin(body, passed);
    EdgeException failure = catchThrowableOfType(EdgeException.class, () -> tail.await(AMPLE));
    assertThat(failure.kind()).isEqualTo(Kind.TOO_LATE);
    assertThat(body.written).hasValue(0);
  }

  @Test
  void oneThatIsGivenUpNoLongerTouchesItsBody_andTheNextIsAnswered() throws Exception {
    hangs();
    CountedBody body = new CountedBody();
    PendingTail given = begin(body, Deadline.NONE);
    given.await(Duration.ofMillis(50));
    given.abandon();
    assertThat(body.abandoned.get()).isPositive();
    answers(10);
    assertThat(begin(new CountedBody(), Deadline.NONE).await(AMPLE)).isNotNull();
  }
}
