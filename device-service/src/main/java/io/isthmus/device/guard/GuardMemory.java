package io.isthmus.device.guard;

import io.isthmus.control.GuardEvent;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.device.control.LiveController;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import io.isthmus.guard.store.GuardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Keeps what was checked over restarts, in a file that belongs to one calibration. Another
 * calibration has another file, and so begins anew.
 */
final class GuardMemory implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(GuardMemory.class);

  /** Counts may be lost that are younger; a suspension is written at once. */
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Path file;
  private final String calibration;
  private final OptionSpace space;
  private Guard written = Guard.NONE;
  private Guard latest = Guard.NONE;
  private long writtenNanos = System.nanoTime();
  private boolean failed;

  /**
   * Tells the controller what is stored. A broken file is named in the log and counts as none: it
   * is replaced by the next one.
   *
   * @param calibration SHA-256 of the calibration
   */
  GuardMemory(Path file, String calibration, OptionSpace space, LiveController controller) {
    this.file = file;
    this.calibration = calibration;
    this.space = space;
    if (!space.lossy().isEmpty() && Files.exists(file)) {
      recall(controller);
    }
  }

  private void recall(LiveController controller) {
    try {
      GuardStore.read(file, calibration, space.lossy())
          .forEach((option, checks) -> recall(controller, option, checks));
      written = controller.snapshot().controller().guard();
      latest = written;
    } catch (IOException e) {
      log.warn("{}. Answers are checked anew, and no option is suspended", e.getMessage());
    }
  }

  private void recall(LiveController controller, Option option, Checks checks) {
    controller.on(new GuardEvent.Remembered(option, checks));
    if (checks.suspended()) {
      log.warn("{} It was so before this start", told(option, checks));
    }
  }

  /** What is to be said of a suspended option, in a sentence. */
  String told(Option option, Checks checks) {
    var measured = space.measured(option);
    double promised = measured == null ? 1 : measured.upper();
    return String.format(
        Locale.ROOT,
        "%s:%s is suspended: %d of %d checked answers changed, %.2g %% promised.",
        space.network().cutName(option.cut()),
        option.encoding(),
        checks.changed(),
        checks.checked(),
        100 * promised);
  }

  /**
   * Takes note of what has been checked so far.
   *
   * @param atOnce whether it must not be lost
   */
  synchronized void note(Guard now, boolean atOnce) {
    latest = now;
    if (atOnce || System.nanoTime() - writtenNanos > EVERY.toNanos()) {
      write();
    }
  }

  private void write() {
    try {
      GuardStore.write(latest, calibration, file);
      written = latest;
    } catch (IOException e) { // such as a read-only file system
      if (!failed) {
        log.warn("What was checked of encodings could not be stored in {}", file, e);
      }
      failed = true;
    }
    writtenNanos = System.nanoTime();
  }

  /** Writes what is new. */
  @Override
  public synchronized void destroy() {
    if (!latest.equals(written)) {
      write();
    }
  }
}
