package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.wire.Deadline;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An exchange that should take 50 ms, and is overdue after 100. */
class TailTimeoutTest {

  private static final Duration OVERDUE = Duration.ofMillis(100);

  private static TailTimeout waiting(double deadlineMs) {
    return new TailTimeout(50, 0, OVERDUE, new Deadline(deadlineMs, 0));
  }

  @Test
  void withoutADeadlineTheDeviceGoesOnOnceTheEdgeIsOverdue() {
    TailTimeout calm = new TailTimeout(50, 0, OVERDUE, Deadline.NONE);
    assertThat(calm.more(0, 1e9, 0)).isEqualTo(OVERDUE);
    assertThat(calm.more(30, 1e9, 0)).isEqualTo(Duration.ofMillis(70));
    assertThat(calm.more(130, 1e9, 0)).isEqualTo(Duration.ZERO);
    assertThat(calm.allows(1e9, 0)).isTrue();
  }

  @Test
  void withTimeEnoughNothingChanges() {
    assertThat(waiting(1000).more(0, 200, 0)).isEqualTo(OVERDUE);
  }

  @Test
  void itGoesOnWhileItWillSurelyBeInTime_evenIfItsOwnTimeIsHalfAsLongAgain() {
    assertThat(waiting(430).more(0, 200, 0)).isEqualTo(Duration.ofMillis(80));
    assertThat(waiting(430).more(70, 200, 70_000_000)).isEqualTo(Duration.ofMillis(10));
  }

  @Test
  void theEdgeHasTheTimeThatItWasExpectedToTake() {
    assertThat(waiting(280).more(0, 200, 0)).isEqualTo(Duration.ofMillis(50));
    assertThat(waiting(280).more(70, 200, 70_000_000)).isEqualTo(Duration.ZERO);
  }

  @Test
  void anEdgeThatIsExpectedSoonerThanTheDeviceCouldBeIsWaitedFor() {
    assertThat(waiting(240).more(0, 200, 0)).isEqualTo(TailTimeout.FOREVER);
    assertThat(waiting(100).more(0, 200, 0)).isEqualTo(TailTimeout.FOREVER);
    assertThat(waiting(100).more(99, 200, 99_000_000)).isEqualTo(TailTimeout.FOREVER);
  }

  @Test
  void whatCannotBeDoneInTheTimeThatIsLeftIsNotBegun() {
    assertThat(waiting(100).allows(100, 0)).isTrue();
    assertThat(waiting(100).allows(100, 1_000_000)).isFalse();
    assertThat(waiting(100).allows(0, 101_000_000)).isFalse();
    assertThat(waiting(100).allows(Double.POSITIVE_INFINITY, 0)).isFalse();
  }
}
