package io.isthmus.control;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.OutstandingTails;
import io.isthmus.estimate.ProbeBudget;
import io.isthmus.estimate.RefusalBackoff;
import io.isthmus.estimate.RetryBudget;
import io.isthmus.profile.ProfileTimes;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a device has learnt of an edge and the link to it. Immutable; nanoseconds are on the
 * caller's monotonic clock.
 *
 * @param access whether it may be asked
 * @param profile its profile; null until it has told it
 * @param link the link
 * @param load the edge's load
 * @param probes how much the link may be probed
 * @param tails this device's own tails that are under way
 * @param workers how many tails the edge computes at the same time
 * @param wantedNanos when the last request came that could use it
 * @param traffic bytes over the link
 * @param encodings those that it reads; raw alone until it has told
 */
public record EdgeState(
    Access access,
    @Nullable ProfileTimes profile,
    LinkEstimate link,
    EdgeLoad load,
    ProbeBudget probes,
    OutstandingTails tails,
    int workers,
    long wantedNanos,
    Traffic traffic,
    KnownEncodings encodings) {

  /** Nothing is known of it. */
  public static EdgeState startingAt(boolean configured, long nowNanos) {
    return new EdgeState(
        Access.startingAt(configured, nowNanos),
        null,
        LinkEstimate.UNKNOWN,
        EdgeLoad.IDLE,
        ProbeBudget.startingAt(nowNanos),
        OutstandingTails.NONE,
        1,
        nowNanos,
        Traffic.NONE,
        KnownEncodings.RAW);
  }

  /** Whether it can be counted on. */
  public EdgeStatus status(long nowNanos) {
    EdgeStatus obstacle = access.obstacle();
    if (obstacle != null) {
      return obstacle;
    }
    if (profile == null) {
      return EdgeStatus.UNAVAILABLE;
    }
    if (access.busy(nowNanos)) {
      return EdgeStatus.BUSY;
    }
    return link.known(nowNanos) ? EdgeStatus.READY : EdgeStatus.LINK_UNKNOWN;
  }

  /** W_e for a tail that begins now: the wait for others, and for those of this device. */
  public double queueMs(long nowNanos) {
    return load.expectedQueueMs(nowNanos) + tails.waitMs(nowNanos);
  }

  /** How long a body keeps the link. */
  public Crossing crossing(long bytes, long nowNanos) {
    return Crossing.of(bytes, link, nowNanos);
  }

  /** Whether the last tail was refused: the next one had better ask before it sends its body. */
  public boolean refusedLast() {
    return !access.refusals().equals(RefusalBackoff.NONE);
  }

  /** How many exchanges may be sent a second time. */
  public RetryBudget retries() {
    return access.retries();
  }

  /**
   * The size of the probe that is due, in bytes, if one is. None is while the edge cannot be used
   * or is busy, or while a tail is under way: it would slow that down, and meet its load.
   *
   * @param stale how old a rate may grow while requests come
   */
  public OptionalInt probeDue(Duration stale, long nowNanos) {
    boolean free =
        access.obstacle() == null
            && profile != null
            && tails.underWay() == 0
            && !access.busy(nowNanos);
    return free && probes.due(link, stale.toNanos(), wantedNanos, nowNanos)
        ? OptionalInt.of(probes.size(link, nowNanos))
        : OptionalInt.empty();
  }

  EdgeState with(Access next) {
    return new EdgeState(
        next, profile, link, load, probes, tails, workers, wantedNanos, traffic, encodings);
  }

  EdgeState with(@Nullable ProfileTimes next) {
    return new EdgeState(
        access, next, link, load, probes, tails, workers, wantedNanos, traffic, encodings);
  }

  EdgeState with(KnownEncodings next) {
    return new EdgeState(
        access, profile, link, load, probes, tails, workers, wantedNanos, traffic, next);
  }

  EdgeState with(ProbeBudget next) {
    return new EdgeState(
        access, profile, link, load, next, tails, workers, wantedNanos, traffic, encodings);
  }

  private EdgeState with(EdgeLoad next, int nowWorkers) {
    return new EdgeState(
        access, profile, link, next, probes, tails, nowWorkers, wantedNanos, traffic, encodings);
  }

  private EdgeState with(OutstandingTails next) {
    return new EdgeState(
        access, profile, link, load, probes, next, workers, wantedNanos, traffic, encodings);
  }

  private EdgeState with(Traffic next) {
    return new EdgeState(
        access, profile, link, load, probes, tails, workers, wantedNanos, next, encodings);
  }

  /** The state with another belief about the link, which changes what probes may cost. */
  EdgeState with(LinkEstimate next, long nowNanos) {
    ProbeBudget over = probes.over(next, nowNanos);
    return new EdgeState(
        access, profile, next, load, over, tails, workers, wantedNanos, traffic, encodings);
  }

  EdgeState wanted(long nowNanos) {
    return new EdgeState(
        access, profile, link, load, probes, tails, workers, nowNanos, traffic, encodings);
  }

  /** A tail is sent: until it has ended the link is in use, and others queue behind it. */
  EdgeState sent(TailWork work, long upBytes, long nowNanos) {
    double transferMs = link.known(nowNanos) ? upBytes / link.bytesPerMs() : 0;
    return with(tails.begun(transferMs, tailMs(work, nowNanos), workers, nowNanos))
        .with(access.with(retries().earned()));
  }

  private double tailMs(TailWork work, long nowNanos) {
    if (profile == null || work.batch() > profile.largestBatch()) {
      return 0; // it will be refused, or nobody knows
    }
    return load.expectedSlowdown(nowNanos) * work.unitsMs(profile)
        + load.expectedImages(nowNanos) * profile.images(work.pixels());
  }

  EdgeState ended() {
    return with(tails.ended());
  }

  EdgeState answered(EdgeEvent.Answered tail, long nowNanos) {
    LinkSample sample = tail.sample();
    EdgeState heard =
        with(access.with(RefusalBackoff.NONE))
            .with(traffic.tail(sample.upBytes(), sample.downBytes()))
            .with(load, tail.workers() > 0 ? tail.workers() : workers)
            .with(link.next(sample, nowNanos), nowNanos);
    boolean possible = sample.serverMs() <= sample.exchangeMs();
    if (profile == null || !possible) { // no tail has waited longer than its exchange took
      return heard;
    }
    EdgeLoad next =
        load.decoded(tail.decodeMs(), profile.images(tail.work().pixels()), nowNanos)
            .measured(tail.othersMs(), tail.tailMs(), tail.work().unitsMs(profile), nowNanos);
    return heard.with(next, heard.workers());
  }

  EdgeState reported(Report report, long nowNanos) {
    EdgeLoad next = load.reported(report.queueMs(), report.slowdown(), nowNanos);
    return with(next, Math.max(1, report.workers()));
  }

  /**
   * It refused a tail.
   *
   * @param told its load, if it told it with that
   */
  EdgeState refused(Duration retryAfter, @Nullable Report told, long nowNanos) {
    RefusalBackoff more = access.refusals().more();
    Duration away = told == null ? retryAfter : more.away(retryAfter, told.queueMs());
    EdgeState alone = with(access.with(more).awayUntil(nowNanos + away.toNanos()));
    return told == null ? alone : alone.reported(told, nowNanos);
  }

  EdgeState gaveUp(long upBytes, double elapsedMs, long nowNanos) {
    return with(link.gaveUp(upBytes, elapsedMs, nowNanos), nowNanos);
  }

  EdgeState probed(LinkSample sample, @Nullable Report told, long nowNanos) {
    EdgeState seen =
        with(traffic.probe(sample.upBytes())).with(link.next(sample, nowNanos), nowNanos);
    boolean tellsRate = seen.link.rateNanos() != link.rateNanos();
    EdgeState paid = seen.with(seen.probes.spent(sample.upBytes(), tellsRate, seen.link, nowNanos));
    return told == null ? paid : paid.reported(told, nowNanos);
  }

  /** A probe was not answered in time, or at all; it is paid for nevertheless. */
  EdgeState probeFailed(long upBytes, long nowNanos) {
    return with(probes.spent(upBytes, true, link, nowNanos));
  }
}
