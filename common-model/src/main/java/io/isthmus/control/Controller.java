package io.isthmus.control;

import io.isthmus.calibration.CalibratedOption;
import io.isthmus.control.Verdict.Kind;
import io.isthmus.decision.CodedSizes;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Reason;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.RejectionExploration;
import io.isthmus.guard.Guard;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Decides where each request is cut, and learns from what becomes of it (Eq. 6 of the paper over
 * live estimates). Immutable: {@link #decide} and {@link #on} give the next state. Whoever holds it
 * gives it the time, which is in nanoseconds on a monotonic clock of any origin.
 *
 * @param setup what is never learnt
 * @param profile the device's profile; null before it is measured
 * @param costs predicts times by the latest profiles; null before the device's is measured
 * @param device what is known of the device
 * @param edge what is known of the edge
 * @param doubt how far predictions are doubted that refuse work
 * @param guard what checks in service have shown of encodings that may change answers
 */
public record Controller(
    Setup setup,
    @Nullable ProfileTimes profile,
    @Nullable WireCostModel costs,
    DeviceState device,
    EdgeState edge,
    RejectionExploration doubt,
    Guard guard) {

  /** A controller that has learnt nothing yet. */
  public static Controller startingAt(Setup setup, long nowNanos) {
    return new Controller(
        setup,
        null,
        null,
        DeviceState.idle(setup.workers()),
        EdgeState.startingAt(setup.hasEdge(), nowNanos),
        RejectionExploration.startingAt(nowNanos),
        Guard.NONE);
  }

  /** A decision, and the controller after it. */
  public record Decided(Verdict verdict, Controller next) {}

  /** The state after an event. */
  public Controller on(Event event, long nowNanos) {
    return event.after(this, nowNanos);
  }

  Controller with(DeviceState next) {
    return new Controller(setup, profile, costs, next, edge, doubt, guard);
  }

  Controller with(EdgeState next) {
    boolean same = next.profile() == edge.profile() && next.encodings().equals(edge.encodings());
    WireCostModel model = same ? costs : costs(profile, next);
    return new Controller(setup, profile, model, device, next, doubt, guard);
  }

  private Controller with(RejectionExploration next) {
    return new Controller(setup, profile, costs, device, edge, next, guard);
  }

  Controller with(Guard next) {
    return new Controller(setup, profile, costs, device, edge, doubt, next);
  }

  Controller withDeviceProfile(TimingProfile measured) {
    ProfileTimes times = new ProfileTimes(measured);
    return new Controller(setup, times, costs(times, edge), device, edge, doubt, guard);
  }

  /** An encoding that nobody has calibrated tells nothing: it is not compared. */
  Controller encoded(DeviceEvent.Encoded event) {
    CalibratedOption measured = setup.selector().space().measured(event.option());
    if (measured == null || event.images() < 1) {
      return this;
    }
    double factor = event.bytes() / (event.images() * measured.bytesMean());
    CodedSizes sizes = device.sizes().seen(event.option(), event.files(), event.images(), factor);
    WireCostModel model = costs == null ? null : costs.with(sizes);
    return new Controller(setup, profile, model, device.with(sizes), edge, doubt, guard);
  }

  /** Where nothing is known of the edge only cut L is priced, which asks no profile of the edge. */
  private @Nullable WireCostModel costs(@Nullable ProfileTimes ofDevice, EdgeState other) {
    ProfileTimes ofEdge = other.profile();
    return ofDevice == null
        ? null
        : new WireCostModel(
                setup.network(),
                ofDevice,
                ofEdge == null ? ofDevice : ofEdge,
                setup.selector().space().calibration(),
                other.encodings())
            .with(device.sizes());
  }

  /**
   * Takes the plan that a request names, or the fastest. Work that is predicted to be too late is
   * begun now and then all the same, for the prediction may be wrong; see {@link
   * RejectionExploration}.
   *
   * @throws IllegalStateException before the device's profile is known
   */
  public Decided decide(Request request, long nowNanos) {
    Controller wanted = with(edge.wanted(nowNanos));
    Verdict verdict = foresee(request, nowNanos);
    Decision decision = verdict.decision();
    if (verdict.kind() != Kind.TOO_LATE || decision == null) {
      return new Decided(verdict, wanted);
    }
    LatencyBreakdown time = decision.predicted();
    double leftMs = request.leftMs();
    if (leftMs <= 0 || time == null) {
      return new Decided(verdict, wanted);
    }
    double predictedMs = time.totalMs();
    if (doubt.tries(predictedMs, leftMs, nowNanos)) {
      DecisionInput now = verdict.situation();
      Decision begun = granted(request.preference(), now.unhurried()).orElseThrow();
      Verdict tried = new Verdict(Kind.TRIED, now, begun);
      return new Decided(tried, wanted.with(doubt.tried(predictedMs, nowNanos)));
    }
    return new Decided(verdict, wanted.with(doubt.refused(predictedMs, leftMs)));
  }

  /** What would be decided, for an onlooker. */
  public Verdict foresee(Request request, long nowNanos) {
    DecisionInput now = situation(request, nowNanos);
    Optional<Decision> granted = granted(request.preference(), now);
    if (granted.isEmpty()) {
      return new Verdict(Kind.NO_ROOM, now, null);
    }
    boolean late = granted.get().reason() == Reason.TOO_LATE;
    return new Verdict(late ? Kind.TOO_LATE : Kind.TAKEN, now, granted.get());
  }

  private Optional<Decision> granted(SplitPreference preference, DecisionInput now) {
    if (preference instanceof SplitPreference.Cut cut) {
      return setup.selector().forced(cut.option(), now);
    }
    if (preference instanceof SplitPreference.Chunks chunks) {
      return setup.selector().forced(chunks.plan(), now);
    }
    return preference instanceof SplitPreference.FastestCut
        ? setup.selector().decide(now)
        : setup.planner().decide(now);
  }

  /**
   * All that a decision is taken on.
   *
   * @throws IllegalStateException before the device's profile is known
   */
  public DecisionInput situation(Request request, long nowNanos) {
    if (profile == null || costs == null) {
      throw new IllegalStateException("the device's profile is not known yet");
    }
    LinkEstimate link = edge.link();
    ProfileTimes edgeProfile = edge.profile();
    return new DecisionInput(
        request.workload(),
        conditions(nowNanos),
        costs,
        edge.status(nowNanos),
        link.known(nowNanos) ? link.ageNanos(nowNanos) / 1e6 : null,
        profile.largestBatch(),
        edgeProfile == null ? 0 : edgeProfile.largestBatch(),
        request.leftMs(),
        request.accuracy(),
        guard.suspended());
  }

  /** The live estimates; where the link is unknown its rate is a stand-in that nothing looks at. */
  public SystemState conditions(long nowNanos) {
    LinkEstimate link = edge.link();
    return new SystemState(
        link.known(nowNanos) ? link.bytesPerMs() : 1,
        link.rttMs(),
        edge.queueMs(nowNanos),
        device.load().slowdown(nowNanos),
        edge.load().expectedSlowdown(nowNanos),
        device.load().queueMs(nowNanos),
        device.load().imageSlowdown(nowNanos),
        edge.load().expectedImages(nowNanos),
        device.planFactor(nowNanos),
        device.sending().ms());
  }

  /** Everything that can be asked of this state at a time. */
  public Snapshot snapshot(long nowNanos) {
    return new Snapshot(this, nowNanos);
  }

  /** The size of the probe of the link that is due, in bytes, if one is. */
  public OptionalInt probeDue(long nowNanos) {
    return edge.probeDue(setup.stale(), nowNanos);
  }
}
