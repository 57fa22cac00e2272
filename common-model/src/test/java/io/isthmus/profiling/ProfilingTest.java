package io.isthmus.profiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** With the real network: what is there after each batch size. */
class ProfilingTest {

  private static final Machine HERE = MachineProbe.probe(InferenceBackends.load(1));

  private final List<Integer> measured = new ArrayList<>();

  private Profiling begin(
      @Nullable TimingProfile begun, List<Integer> batches, Turns turns, Duration time, long free) {
    return new Profiler(TestModel.chain(), HERE, time)
        .begin(begun, batches, turns, (batch, done, of) -> measured.add(batch), free);
  }

  private Profiling begin(@Nullable TimingProfile begun, Integer... batches) {
    return begin(begun, List.of(batches), Turns.alone(), Duration.ofMillis(1), Long.MAX_VALUE);
  }

  private static List<Integer> sizes(TimingProfile profile) {
    return profile.batches().stream().map(BatchTimings::batch).toList();
  }

  @Test
  void afterEverySizeThereIsAProfileThatSaysWhatIsLeft() throws Exception {
    Profiling profiling = begin(null, 1, 2, 4);
    TimingProfile first = profiling.measureNext();
    assertThat(sizes(first)).containsExactly(1);
    assertThat(first.pending()).isEqualTo(new PendingSizes(List.of(2, 4), 0));
    assertThat(first.complete()).isFalse();
    assertThat(profiling.next()).isEqualTo(2);
    assertThat(sizes(profiling.measureNext())).containsExactly(1, 2);
    TimingProfile all = profiling.measureNext();
    assertThat(sizes(all)).containsExactly(1, 2, 4);
    assertThat(all.complete()).isTrue();
    assertThat(profiling.hasNext()).isFalse();
  }

  @Test
  void whatWasMeasuredBeforeIsKept_andNotMeasuredAgain() throws Exception {
    TimingProfile begun = begin(null, 1, 2).measureNext();
    measured.clear();
    TimingProfile all = begin(begun, 2).measureNext();
    assertThat(all.batches().get(0)).isEqualTo(begun.batches().get(0));
    assertThat(sizes(all)).containsExactly(1, 2);
    assertThat(all.complete()).isTrue();
    assertThat(measured).containsOnly(2);
  }

  @Test
  void aSmallSizeIsRepeatedAmongTheLaterOnes() throws Exception {
    Profiling profiling =
        begin(null, List.of(1, 2), Turns.alone(), Duration.ofSeconds(60), Long.MAX_VALUE);
    profiling.measureNext();
    assertThat(measured).containsExactly(1, 1, 1, 1);
    profiling.measureNext();
    assertThat(measured.subList(4, 11)).containsExactly(2, 1, 2, 1, 2, 1, 2);
    assertThat(measured).filteredOn(batch -> batch == 1).hasSize(1 + 15);
  }

  @Test
  void aSizeThatIsThoughtToBeTooLargeIsNotTried_andEndsTheProfile() throws Exception {
    long roomForTwo = MemoryNeed.bytes(TestModel.chain().network(), 2);
    Profiling profiling =
        begin(null, List.of(1, 2, 4, 8), Turns.alone(), Duration.ofMillis(1), roomForTwo);
    TimingProfile first = profiling.measureNext();
    assertThat(first.largestBatch()).as("nobody plans more than that").isEqualTo(2);
    profiling.measureNext();
    assertThat(profiling.nextIsTooLarge()).isTrue();
    TimingProfile all = profiling.measureNext();
    assertThat(all.complete()).isTrue();
    assertThat(all.batches()).last().isEqualTo(BatchTimings.tooLarge(4));
    assertThat(all.largestBatch()).isEqualTo(2);
    assertThat(profiling.hasNext()).isFalse();
    assertThat(measured).doesNotContain(4, 8);
  }

  @Test
  void theFirstSizeIsTriedHoweverLittleRoomIsThoughtToBe() throws Exception {
    Profiling profiling = begin(null, List.of(1), Turns.alone(), Duration.ofMillis(1), 0);
    assertThat(profiling.measureNext().complete()).isTrue();
  }

  /** Runs out of memory at a batch that is larger than one image. */
  private static final class SmallMachine implements Turns {

    private final AtomicInteger pieces = new AtomicInteger();

    @Override
    public <T> T take(Piece<T> piece) {
      // the first size takes a try, and three repetitions of an image and a slice
      if (pieces.incrementAndGet() > 7) {
        throw new OutOfMemoryError("made");
      }
      return piece.measure(() -> false);
    }
  }

  @Test
  void aSizeThatRunsOutOfMemoryEndsTheProfile_notTheProcess() throws Exception {
    Profiling profiling =
        begin(null, List.of(1, 2, 4), new SmallMachine(), Duration.ofMillis(1), Long.MAX_VALUE);
    assertThat(profiling.measureNext().largestBatch()).isEqualTo(4);
    TimingProfile all = profiling.measureNext();
    assertThat(sizes(all)).containsExactly(1, 2);
    assertThat(all.largestBatch()).isEqualTo(1);
    assertThat(all.complete()).isTrue();
    assertThat(profiling.hasNext()).isFalse();
    assertThat(TestModel.chain().openMemories()).isZero();
  }

  @Test
  void aPieceGivesWayAfterAUnit_andFreesItsMemory() {
    MeasuredPieces pieces = new MeasuredPieces(TestModel.chain());
    AtomicInteger asked = new AtomicInteger();
    assertThatThrownBy(() -> pieces.slice(2, () -> asked.incrementAndGet() > 3))
        .isInstanceOf(DisturbedException.class);
    assertThat(asked).hasValue(4);
    assertThatThrownBy(() -> pieces.image(() -> true)).isInstanceOf(DisturbedException.class);
    assertThat(TestModel.chain().openMemories()).isZero();
  }
}
