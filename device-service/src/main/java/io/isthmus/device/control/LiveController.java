package io.isthmus.device.control;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.Controller;
import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Snapshot;
import io.isthmus.control.SplitPreference;
import io.isthmus.control.TailWork;
import io.isthmus.control.Verdict;
import io.isthmus.decision.Retry;
import io.isthmus.decision.Workload;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.wire.Deadline;
import java.util.function.Supplier;

/**
 * Holds the controller of this device: gives it the time, one event after another, and writes both
 * down where they are recorded. Thread-safe; nothing else in the service holds what is learnt.
 */
public final class LiveController {

  /** Notes what happened, in its order. Called under the holder's lock: it must not wait. */
  public interface Recorder {

    /** Notes nothing. */
    Recorder NONE =
        new Recorder() {
          @Override
          public void begun(Setup setup, long nanos) {}

          @Override
          public void happened(Event event, long nanos) {}

          @Override
          public void decided(Request request, Verdict verdict, long nanos) {}
        };

    /** The controller has begun, with nothing learnt. */
    void begun(Setup setup, long nanos);

    /** An event has happened. */
    void happened(Event event, long nanos);

    /** A request was judged. */
    void decided(Request request, Verdict verdict, long nanos);
  }

  private final Supplier<ProfileTimes> profile;
  private final Recorder recorder;
  private volatile Controller state;

  /**
   * Holds a new controller.
   *
   * @param profile the device's profile, once it is measured; it may grow
   */
  public LiveController(Setup setup, Supplier<ProfileTimes> profile, Recorder recorder) {
    this.profile = profile;
    this.recorder = recorder;
    long now = System.nanoTime();
    this.state = Controller.startingAt(setup, now);
    recorder.begun(setup, now);
  }

  /** The state of the moment. */
  public Snapshot snapshot() {
    return state.snapshot(System.nanoTime());
  }

  /** Tells the controller what has happened. */
  public synchronized void on(Event event) {
    long now = System.nanoTime();
    state = state.on(event, now);
    recorder.happened(event, now);
  }

  /** Judges a request, which could use the edge: its link is worth knowing from now on. */
  public synchronized Verdict decide(
      SplitPreference preference, Workload workload, Deadline deadline, Accuracy accuracy) {
    noteProfile();
    long now = System.nanoTime();
    Request request = new Request(preference, workload, deadline.leftMs(now), accuracy);
    Controller.Decided decided = state.decide(request, now);
    state = decided.next();
    recorder.decided(request, decided.verdict(), now);
    return decided.verdict();
  }

  /** What would be decided, for an onlooker. */
  public Verdict foresee(Request request) {
    return known().foresee(request);
  }

  /** The state of the moment, with the device's profile. */
  public synchronized Snapshot known() {
    noteProfile();
    return snapshot();
  }

  private void noteProfile() {
    ProfileTimes latest = profile.get();
    ProfileTimes noted = state.profile();
    if (noted == null || !noted.measured().equals(latest.measured())) {
      on(new DeviceEvent.Profiled(latest.profile()));
    }
  }

  /**
   * Work comes into the service.
   *
   * @param profiledMs what it takes on an undisturbed machine
   * @return what it is expected to take, for {@link DeviceEvent.WorkEnded}
   */
  synchronized double workBegan(double profiledMs) {
    double expectedMs = profiledMs * state.device().load().slowdown(System.nanoTime());
    on(new DeviceEvent.WorkBegan(expectedMs));
    return expectedMs;
  }

  /**
   * A tail is sent to the edge.
   *
   * @return how long it will wait for those of this device before it, in milliseconds
   */
  public synchronized double sent(TailWork work, long upBytes) {
    double waitMs = state.edge().tails().waitMs(System.nanoTime());
    on(new EdgeEvent.Sent(work, upBytes));
    return waitMs;
  }

  /**
   * Whether an exchange that failed is sent once more; then that is paid for.
   *
   * @param repeatMs until its answer, by the prediction
   * @param ownMs until the device would have finished by itself
   * @param leftMs until the deadline
   */
  public synchronized Retry retry(double repeatMs, double ownMs, double leftMs) {
    Retry verdict = Retry.judge(repeatMs, ownMs, leftMs, state.edge().retries());
    if (verdict == Retry.TAKEN) {
      on(new EdgeEvent.Repeated());
    }
    return verdict;
  }
}
