package io.isthmus.device.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.isthmus.device.decide.Explainer;
import io.isthmus.service.admission.LastingRequests;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

class BroadcasterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Explainer explainer = mock(Explainer.class);
  private final Broadcaster broadcaster =
      new Broadcaster(new LastingRequests(2), explainer, new JsonMapper());
  private final CountDownLatch told = new CountDownLatch(1);

  /** A browser that reads, on a thread as a request has one. */
  private Thread listener() {
    OutputStream browser =
        new OutputStream() {
          @Override
          public void write(int b) {
            told.countDown();
          }
        };
    Thread thread = new Thread(() -> broadcaster.tell(browser, () -> {}));
    thread.start();
    return thread;
  }

  @BeforeEach
  void theServiceRuns() {
    when(explainer.after(anyLong(), anyInt())).thenReturn(List.of());
    broadcaster.start();
  }

  @Test
  void aStopEndsAllStreams_andNobodyIsLetInAnyMore() throws Exception {
    Thread listener = listener();
    assertThat(told.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    broadcaster.stop();
    listener.join(PATIENCE.toMillis());
    assertThat(listener.isAlive()).isFalse();
    assertThatThrownBy(broadcaster::takePlace).isInstanceOf(ErrorResponseException.class);
    Thread late = listener(); // its place was taken just before the stop
    late.join(PATIENCE.toMillis());
    assertThat(late.isAlive()).isFalse();
  }

  @Test
  void aListenerIsToldMore_whateverItsFirstEventsMeet() throws Exception {
    when(explainer.after(anyLong(), anyInt()))
        .thenThrow(new IllegalStateException("made up"))
        .thenReturn(List.of());
    Thread listener = listener();
    assertThat(told.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    broadcaster.stop();
    listener.join(PATIENCE.toMillis());
    assertThat(listener.isAlive()).isFalse();
  }

  @Test
  void noMoreThanSoManyHaveAPlace() {
    broadcaster.takePlace();
    broadcaster.takePlace();
    assertThatThrownBy(broadcaster::takePlace)
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            refusal -> assertThat(refusal.getStatusCode().value()).isEqualTo(503));
    broadcaster.leavePlace();
    assertThatCode(broadcaster::takePlace).doesNotThrowAnyException();
  }
}
