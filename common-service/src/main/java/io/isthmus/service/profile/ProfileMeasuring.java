package io.isthmus.service.profile;

import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.Profiler;
import io.isthmus.profiling.Profiling;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;

/**
 * Takes the machine's stored profile, and measures what it lacks on a thread of its own: batch size
 * by batch size, and each is stored when it is done. The start waits here until there is enough of
 * it for requests: HTTP is open by then, and readiness says how far the measuring has come.
 */
final class ProfileMeasuring implements ApplicationRunner, DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ProfileMeasuring.class);

  /** A size that has ended so many processes does not fit. */
  private static final int MOST_BEGUN = 3;

  /** One unit may be under way. */
  private static final Duration END = Duration.ofSeconds(30);

  private final Profiler profiler;
  private final ProfileFile file;
  private final List<Integer> batches;
  private final MachineProfile profile;
  private final IdleTurns turns;
  private final Thread thread = new Thread(this::measure, "measure-profile");
  private @Nullable Throwable failure;
  private boolean ended;

  /**
   * Takes what is stored.
   *
   * @param batches the sizes that are wanted
   */
  ProfileMeasuring(
      Profiler profiler,
      ProfileFile file,
      List<Integer> batches,
      MachineProfile profile,
      IdleTurns turns) {
    this.profiler = profiler;
    this.file = file;
    this.batches = batches;
    this.profile = profile;
    this.turns = turns;
    file.read().ifPresent(stored -> profile.grown(stored.complete() ? stored : goneOnWith(stored)));
  }

  /** What was measured, with what is wanted now and not measured yet. */
  private TimingProfile goneOnWith(TimingProfile stored) {
    List<Integer> left = batches.stream().filter(b -> b > stored.largestMeasured()).toList();
    PendingSizes before = stored.pending();
    if (left.isEmpty() || before == null) {
      return stored.with(null);
    }
    int begun = left.get(0) == before.first() ? before.begun() : 0;
    if (begun < MOST_BEGUN) {
      return stored.with(new PendingSizes(left, begun));
    }
    log.warn(
        "A batch of {} has ended this service {} times while it was measured: nothing beyond {} is"
            + " planned here. Delete {} to try it again",
        left.get(0),
        begun,
        stored.largestMeasured(),
        file);
    TimingProfile complete = stored.endedBy(left.get(0));
    file.store(complete);
    return complete;
  }

  /** Begins to measure, and waits until the service can be ready. */
  @Override
  public void run(ApplicationArguments arguments) throws InterruptedException {
    thread.setDaemon(true);
    thread.start();
    if (!profile.measured().map(TimingProfile::complete).orElse(false)) {
      awaitReady();
    }
  }

  /** Profiles of before there was an encoding know nothing of it. */
  static boolean whole(TimingProfile stored) {
    return stored.complete() && Profiler.hasCodecs(stored);
  }

  private synchronized void awaitReady() throws InterruptedException {
    while (!profile.ready() && !ended) {
      wait();
    }
    if (failure != null) {
      throw new IllegalStateException("The timing profile could not be measured", failure);
    }
  }

  private void measure() {
    try {
      measureAll();
    } catch (InterruptedException e) {
      log.info("The timing profile is not complete; the next start goes on with it");
    } catch (RuntimeException | Error e) {
      log.error("The timing profile could not be measured to its end", e);
      failure = profile.ready() ? null : e;
    }
    end();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  private void measureAll() throws InterruptedException {
    TimingProfile now = profile.measured().orElse(null);
    if (now == null || !now.complete()) {
      now = measureSizes(now);
    }
    if (now != null) {
      measureCodecs(now);
    }
  }

  /**
   * Last, since nothing waits for it: until then tensors cross the link as they are. Where the
   * times are known it is a warm-up: interpreted, an encoding takes many times as long, and the
   * first requests would pay for that.
   */
  private void measureCodecs(TimingProfile now) throws InterruptedException {
    TimingProfile whole = profiler.withCodecs(now, turns);
    if (!Profiler.hasCodecs(now)) {
      file.store(whole);
      profile.grown(whole);
    }
  }

  private @Nullable TimingProfile measureSizes(@Nullable TimingProfile begun)
      throws InterruptedException {
    TimingProfile now = begun;
    PendingSizes pending = now == null ? null : now.pending();
    List<Integer> left = pending == null ? batches : pending.batches();
    log.info("Measuring this machine's timing profile, batches {}", left);
    profile.progress().begins(left, Profiler.RUNS);
    Profiling profiling = profiler.begin(now, left, turns, profile.progress());
    while (profiling.hasNext()) {
      now = measureNext(profiling, now);
    }
    return now;
  }

  /** What ends the process meanwhile is known to the next one by the mark in the file. */
  private TimingProfile measureNext(Profiling profiling, @Nullable TimingProfile before)
      throws InterruptedException {
    PendingSizes pending = before == null ? null : before.pending();
    if (before != null && pending != null) {
      file.store(before.with(pending.begunBy(pending.begun() + 1)));
    }
    try {
      int batch = profiling.next();
      TimingProfile grown = profiling.measureNext();
      file.store(grown);
      publish(grown, batch);
      return grown;
    } catch (InterruptedException e) {
      if (before != null) {
        file.store(before);
      }
      throw e;
    }
  }

  private synchronized void publish(TimingProfile grown, int batch) {
    if (grown.largestMeasured() < batch) {
      log.warn(
          "A batch of {} does not fit into memory: nothing beyond {} is planned here",
          batch,
          grown.largestMeasured());
    }
    profile.grown(grown);
    notifyAll();
  }

  /** Ends the measuring after the unit that is being run. */
  @Override
  public void destroy() throws InterruptedException {
    turns.stop(); // no interrupt: it would close a file that is being written
    end();
    thread.join(END.toMillis());
  }
}
