package io.isthmus.device.guard;

import io.isthmus.calibration.Agreement;
import io.isthmus.control.GuardEvent;
import io.isthmus.device.control.LiveController;
import io.isthmus.guard.Guard;
import io.isthmus.network.Output;
import io.isthmus.service.SteadyRounds;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/**
 * Compares the answers that wait for it with exact ones, one at a time, on a thread of its own.
 * What is found goes to the controller.
 */
final class ShadowChecks implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(ShadowChecks.class);

  /** One unit may be under way. */
  private static final long END_MS = 30_000;

  private final WaitingSamples waiting;
  private final ExactAnswers exact;
  private final List<Output> outputs;
  private final LiveController controller;
  private final GuardMemory memory;
  private final GuardMeters meters;
  private final SteadyRounds round = new SteadyRounds("Checking an answer", this::round, log);
  private final Thread thread = new Thread(this::rounds, "shadow-checks");
  private volatile boolean ended;

  ShadowChecks(
      WaitingSamples waiting,
      ExactAnswers exact,
      LiveController controller,
      GuardMemory memory,
      GuardMeters meters) {
    this.waiting = waiting;
    this.exact = exact;
    this.outputs = controller.snapshot().controller().setup().network().answers();
    this.controller = controller;
    this.memory = memory;
    this.meters = meters;
  }

  /** Begins. */
  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  private void rounds() {
    while (!ended) {
      round.run();
    }
  }

  private void round() {
    try {
      ShadowSample sample = waiting.take();
      if (!guard().suspended().contains(sample.option())) {
        boolean same = Agreement.same(outputs, exact.of(sample.input()), sample.answer());
        checked(sample, !same);
      }
    } catch (InterruptedException e) {
      ended = true;
    }
  }

  private Guard guard() {
    return controller.snapshot().controller().guard();
  }

  /** Nothing is written once this thread is interrupted: that would close the file. */
  private synchronized void checked(ShadowSample sample, boolean changed) {
    if (ended) {
      return;
    }
    controller.on(new GuardEvent.ShadowChecked(sample.option(), 1, changed ? 1 : 0));
    meters.checked(sample.option().encoding(), changed);
    Guard now = guard();
    boolean suspended = now.suspended().contains(sample.option());
    if (suspended) {
      log.warn(
          "{} It is used again after a new calibration only: isthmus calibrate makes one",
          memory.told(sample.option(), now.of(sample.option())));
    }
    memory.note(now, suspended);
  }

  /** Ends after the unit that is being run. */
  @Override
  public void destroy() throws InterruptedException {
    synchronized (this) {
      ended = true;
      thread.interrupt();
    }
    thread.join(END_MS);
  }
}
