package io.isthmus.device.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.isthmus.device.decide.DecisionView;
import io.isthmus.device.decide.Explainer;
import io.isthmus.service.SteadyRounds;
import io.isthmus.service.admission.LastingRequests;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.observability.SparingLog;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends what happens to all who listen. One thread looks now and then, and only while somebody
 * listens; no inference waits for it, and each frame is made into JSON once for all. The thread of
 * each listener's request writes.
 */
@Component
class Broadcaster implements SmartLifecycle {

  /** Decisions at once: where more are taken the latest are sent. */
  static final int MOST_DECISIONS = 24;

  private static final Duration TICK = Duration.ofMillis(250);
  private static final int TICKS_PER_STATE = 4;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Logger log = LoggerFactory.getLogger(Broadcaster.class);
  private static final String TELLING = "Telling the dashboards how things stand";

  private final Explainer explainer;
  private final JsonMapper json;
  private final Semaphore places;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Broadcaster::daemon);
  private final SparingLog sparing = new SparingLog(log);
  private volatile boolean running;

  // Only that thread touches these:
  private final Set<EventStream> listeners = new LinkedHashSet<>();
  private @Nullable ScheduledFuture<?> ticking;
  private int ticks;
  private long sent; // number of the latest decision that all listeners have

  Broadcaster(LastingRequests listening, Explainer explainer, JsonMapper json) {
    this.places = new Semaphore(listening.most());
    this.explainer = explainer;
    this.json = json;
  }

  /** Takes one of the places of listeners; throws a 503 if there is none. */
  void takePlace() throws ErrorResponseException {
    if (!running || !places.tryAcquire()) {
      throw Problems.unavailable("As many listen as may; try again later.", RETRY_AFTER);
    }
  }

  /** Gives a place back. */
  void leavePlace() {
    places.release();
  }

  /**
   * Writes everything that happens, on the calling thread, until the browser goes or the service
   * stops. The caller has a place.
   *
   * @param cut ends a write that waits for the browser, with an IOException
   */
  void tell(OutputStream out, Runnable cut) {
    EventStream stream = new EventStream(cut);
    run(() -> joined(stream));
    try {
      stream.writeTo(out);
    } finally {
      run(() -> left(stream));
    }
  }

  /** On the thread, if it still runs: after the end nobody is written to. */
  private void run(Runnable work) {
    try {
      thread.execute(new SteadyRounds(TELLING, work, sparing));
    } catch (RejectedExecutionException e) {
      log.debug("Nobody is written to any more", e);
    }
  }

  private void joined(EventStream stream) {
    if (!running) {
      stream.close();
      return;
    }
    boolean first = listeners.isEmpty();
    listeners.add(stream);
    tickNowAndThen();
    List<DecisionView> latest = explainer.after(0, MOST_DECISIONS);
    if (first && !latest.isEmpty()) {
      sent = latest.get(0).id();
    }
    stream.send(frame("state", explainer.present()));
    stream.send(frame("decisions", latest));
  }

  private void tickNowAndThen() {
    if (ticking == null) {
      ticking =
          thread.scheduleAtFixedRate(
              new SteadyRounds(TELLING, this::tick, sparing),
              TICK.toMillis(),
              TICK.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  private void left(EventStream stream) {
    listeners.remove(stream);
    if (listeners.isEmpty() && ticking != null) {
      ticking.cancel(false);
      ticking = null;
    }
  }

  private void tick() {
    List<DecisionView> latest = explainer.after(sent, MOST_DECISIONS);
    if (!latest.isEmpty()) {
      sent = latest.get(0).id();
      toAll(frame("decisions", latest));
    }
    ticks = (ticks + 1) % TICKS_PER_STATE;
    if (ticks == 0) {
      toAll(frame("state", explainer.present()));
    }
  }

  private void toAll(byte[] frame) {
    for (EventStream stream : new ArrayList<>(listeners)) {
      stream.send(frame);
    }
  }

  /** JSON has no line breaks, so that one data line holds it. */
  private byte[] frame(String event, Object data) {
    return "event: %s\ndata: %s\n\n"
        .formatted(event, json.writeValueAsString(data))
        .getBytes(UTF_8);
  }

  private static Thread daemon(Runnable work) {
    Thread made = new Thread(work, "dashboard");
    made.setDaemon(true);
    return made;
  }

  @Override
  public void start() {
    running = true;
  }

  /**
   * Ends all streams. Being in the last phase this comes before the server waits for its requests,
   * which these would keep waiting.
   */
  @Override
  public void stop() {
    running = false;
    run(() -> new ArrayList<>(listeners).forEach(EventStream::close));
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
