package io.isthmus.engine.backends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoadWatchTest {

  private static final Path PACKAGE = Path.of("my.zip");
  private static final long MB = 1_000_000;

  private final BlockingQueue<String> ended = new ArrayBlockingQueue<>(2);
  private final AtomicLong resident = new AtomicLong(100 * MB);
  private final AtomicLong free = new AtomicLong(1000 * MB);

  private LoadWatch watch(Duration time, long memory) {
    return LoadWatch.begin(
        PACKAGE,
        new LoadLimits(time, memory, "the-time", "the-memory"),
        resident::get,
        free::get,
        ended::add);
  }

  private @Nullable String sentence() throws InterruptedException {
    return ended.poll(10, TimeUnit.SECONDS);
  }

  @Test
  @Timeout(30)
  void whatTakesTooLongIsEndedOnceWithTheStepThatItWasAt() throws Exception {
    try (LoadWatch watch = watch(Duration.ofMillis(100), 0)) {
      watch.begins("stem runs");
      watch.begins("block3 runs");
      assertThat(sentence())
          .isEqualTo(
              "Model package my.zip cannot be used: while block3 runs, loading takes longer than"
                  + " the 0.1 s of the-time");
      assertThat(ended.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  @Timeout(30)
  void whatIsLoadedInTimeIsNotEnded() throws Exception {
    try (LoadWatch watch = watch(Duration.ofMillis(300), 0)) {
      watch.begins("stem runs");
    }
    assertThat(ended.poll(600, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  @Timeout(30)
  void aProcessThatTakesMoreThanItMayIsEnded() throws Exception {
    try (LoadWatch watch = watch(Duration.ofMinutes(1), 200 * MB)) {
      watch.begins("stem runs");
      resident.set(201 * MB);
      assertThat(sentence())
          .endsWith(
              "while stem runs, the process takes 201 MB, more than the 200 MB of the-memory");
    }
  }

  @Test
  @Timeout(30)
  void soIsOneThatTakesNearlyAllThatTheMachineHas() throws Exception {
    try (LoadWatch watch = watch(Duration.ofMinutes(1), 0)) {
      watch.begins("stem runs");
      resident.set(1080 * MB);
      free.set(20 * MB); // an eighth of what there was is more
      assertThat(sentence())
          .endsWith(
              "while stem runs, the process takes 1080 MB and leaves 20 MB of this machine's"
                  + " memory");
    }
  }

  @Test
  void othersThatTakeMemoryDoNotEndIt_andHowMuchIsFreeIsAskedForOnlyAfterItHasGrown() {
    AtomicLong asked = new AtomicLong();
    MemoryWatch memory =
        new MemoryWatch(
            new LoadLimits(Duration.ofMinutes(1), 0, "", ""),
            resident::get,
            () -> {
              asked.incrementAndGet();
              return free.get();
            });
    free.set(MB);
    resident.set(400 * MB);
    assertThat(memory.complaint()).isEmpty();
    assertThat(asked).hasValue(1);
    resident.set(700 * MB);
    assertThat(memory.complaint()).isPresent();
  }

  @Test
  void whereNothingIsKnownOfMemoryNothingIsEndedForIt() {
    MemoryWatch memory =
        new MemoryWatch(
            new LoadLimits(Duration.ofMinutes(1), 0, "", ""), () -> 0, () -> Long.MAX_VALUE);
    assertThat(memory.complaint()).isEmpty();
  }

  @Test
  void whatThisProcessHasInMemoryIsAsLinuxTells() throws Exception {
    String status = Files.readString(Path.of("/proc/self/status"));
    long kib = Long.parseLong(status.replaceAll("(?s).*VmRSS:\\s*(\\d+) kB.*", "$1"));
    assertThat(new ResidentMemory().getAsLong()).isCloseTo(kib << 10, withinPercentage(20));
  }
}
