package io.isthmus.service.profile;

import io.isthmus.profiling.Profiler;
import io.isthmus.service.model.ReadyWith;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far the measuring of the profile has come. Thread-safe. */
final class ProfileProgress implements Profiler.Progress {

  private static final Logger log = LoggerFactory.getLogger(ProfileProgress.class);

  private long startNanos;
  private long imagesOfAll;
  private long imagesOfFirst;
  private long imagesDone;
  private int done;
  private int of;

  /** Measuring begins, with these sizes to do. */
  synchronized void begins(List<Integer> batches, int runsOfEach) {
    startNanos = System.nanoTime();
    imagesDone = 0;
    imagesOfAll = runsOfEach * batches.stream().mapToLong(Integer::longValue).sum();
    imagesOfFirst = (long) runsOfEach * batches.get(0);
    done = 0;
    of = runsOfEach * batches.size();
  }

  @Override
  public synchronized void measured(int batch, int runs, int ofRuns) {
    done = runs;
    of = ofRuns;
    imagesDone = Math.min(imagesDone + batch, imagesOfAll);
    log.debug("Measured batch {} ({} of {})", batch, runs, ofRuns);
  }

  /** Runs of a batch that were made. */
  synchronized int done() {
    return done;
  }

  /** Runs of a batch that there are, about. */
  synchronized int of() {
    return of;
  }

  /** About how long the first size, or all of them, will still take; empty if nobody knows. */
  synchronized Optional<Duration> left(ReadyWith wanted) {
    if (imagesDone == 0) {
      return Optional.empty();
    }
    long images = wanted == ReadyWith.FIRST ? imagesOfFirst : imagesOfAll;
    double nanosEach = (double) (System.nanoTime() - startNanos) / imagesDone;
    return Optional.of(Duration.ofNanos((long) (nanosEach * Math.max(0, images - imagesDone))));
  }
}
