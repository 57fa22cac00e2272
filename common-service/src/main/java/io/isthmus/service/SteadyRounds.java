package io.isthmus.service;

import io.isthmus.service.observability.SparingLog;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Work that is done again and again in the background for as long as a service runs. An executor
 * ends a schedule for whatever a round throws, and says nothing. So no round throws: what it fails
 * of goes to the log, and the next round comes in its time.
 */
public final class SteadyRounds implements Runnable {

  private final String what;
  private final Runnable round;
  private final SparingLog log;

  /**
   * Rounds of that work.
   *
   * @param what they do, for the log, such as {@code "Looking after the edge"}
   */
  public SteadyRounds(String what, Runnable round, Logger log) {
    this(what, round, new SparingLog(log));
  }

  /** Rounds that share a sparing log with others. */
  public SteadyRounds(String what, Runnable round, SparingLog log) {
    this.what = what;
    this.round = round;
    this.log = log;
  }

  /** One round; never throws. */
  @Override
  public void run() {
    try {
      round.run();
    } catch (Throwable e) { // an Error too: see above
      tell(e);
    }
  }

  private void tell(Throwable failure) {
    try {
      log.write(Level.WARN, what + " failed, and goes on", failure);
    } catch (Throwable e) {
      // such as no memory for the line: a later failure may be told
    }
  }
}
