package io.isthmus.service.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.engine.InferencePool;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.TimingProfile;
import io.isthmus.service.model.ReadyWith;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class IdleMachineTest {

  private static final TimingProfile WITHOUT_CODECS = MadeProfile.of(MadeProfile.batch(1, 1, 2));
  private static final TimingProfile WHOLE =
      WITHOUT_CODECS.withCodecs(
          Stream.of("lossless", "f16", "q", "jpeg")
              .map(kind -> new CodecTiming(kind, 1, 1))
              .toList(),
          Instant.EPOCH);

  private final InferencePool pool = new InferencePool(InferenceBackends.load(1), 1, 1);
  private final Visitors visitors = new Visitors();
  private final MachineProfile profile = new MachineProfile(ReadyWith.FIRST, new ProfileProgress());
  private final IdleMachine machine = new IdleMachine(pool, visitors, profile);

  @AfterEach
  void close() {
    pool.close();
  }

  private CompletableFuture<String> work() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return machine.run(() -> Thread.currentThread().getName());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void workRunsOnAnInferenceThread_onceTheLastRequestHasLeft() throws Exception {
    profile.grown(WHOLE);
    visitors.comes();
    CompletableFuture<String> work = work();
    Thread.sleep(150);
    assertThat(work).isNotDone();
    assertThat(machine.isIdle()).isFalse();
    visitors.leaves();
    assertThat(work.get(10, TimeUnit.SECONDS)).startsWith("inference-");
  }

  @Test
  void aProfileIsMeasuredToItsEndFirst() throws Exception {
    Thread.sleep(60);
    assertThat(machine.isIdle()).isFalse();
    profile.grown(WITHOUT_CODECS);
    assertThat(machine.isIdle()).isFalse();
    profile.grown(WHOLE);
    assertThat(machine.isIdle()).isTrue();
  }

  @Test
  void whoIsInterruptedBeginsNoPiece() throws Exception {
    profile.grown(WHOLE);
    Thread.sleep(60);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> machine.run(() -> "begun")).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"POST, true", "PUT, true", "GET, false"})
  void whatBringsABodyCountsAsARequest(String method, boolean counts) throws Exception {
    visitors.doFilter(
        new MockHttpServletRequest(method, "/infer"),
        new MockHttpServletResponse(),
        (request, response) -> assertThat(visitors.calmNanos() < 0).isEqualTo(counts));
  }
}
