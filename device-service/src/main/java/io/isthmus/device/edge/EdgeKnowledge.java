package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.LinkSample;
import io.isthmus.estimate.OwnTails;
import io.isthmus.estimate.ProbeBudget;
import io.isthmus.estimate.Refusals;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * All that the device believes of the edge and the link; thread-safe. The estimates themselves are
 * immutable values with pure transitions: here is only the clock and the latest of each.
 */
final class EdgeKnowledge {

  private @Nullable ProfileTimes profile;
  private boolean otherModel;
  private long busyUntilNanos = System.nanoTime();
  private LinkEstimate link = LinkEstimate.UNKNOWN;
  private EdgeLoad load = EdgeLoad.IDLE;
  private ProbeBudget budget = ProbeBudget.startingAt(System.nanoTime());
  private long wantedNanos = System.nanoTime();
  private OwnTails own = OwnTails.NONE;
  private Refusals refusals = Refusals.NONE;
  private int workers = 1;
  private Traffic traffic = Traffic.NONE;

  /** Status as far as it is known here; the breaker is not. */
  synchronized EdgeStatus status() {
    if (otherModel) {
      return EdgeStatus.OTHER_MODEL;
    }
    if (profile == null) {
      return EdgeStatus.UNAVAILABLE;
    }
    if (busy(System.nanoTime())) {
      return EdgeStatus.BUSY;
    }
    return link.known(System.nanoTime()) ? EdgeStatus.READY : EdgeStatus.LINK_UNKNOWN;
  }

  private boolean busy(long nowNanos) {
    return busyUntilNanos - nowNanos > 0;
  }

  synchronized @Nullable ProfileTimes profile() {
    return profile;
  }

  synchronized LinkEstimate link() {
    return link;
  }

  /** How long a body keeps the link. */
  synchronized Crossing crossing(long bytes) {
    return Crossing.of(bytes, link, System.nanoTime());
  }

  synchronized EdgeLoad load() {
    return load;
  }

  /** How long a tail that begins now waits for those of this device, in milliseconds. */
  synchronized double ownWaitMs() {
    return own.waitMs(System.nanoTime());
  }

  synchronized Traffic traffic() {
    return traffic;
  }

  /** The edge runs the same model, and has told its profile. */
  synchronized void agreed(ProfileTimes edgeProfile) {
    profile = edgeProfile;
    otherModel = false;
  }

  /** The edge runs another model: it will have another profile too. */
  synchronized void differs() {
    profile = null;
    otherModel = true;
  }

  /** The edge may have been replaced: what it told must be asked again. */
  synchronized void forgetProfile() {
    profile = null;
  }

  /** The edge has refused a tail, and told its load with that if it could. */
  synchronized void busyFor(Duration time, @Nullable LoadReport told) {
    refusals = refusals.more();
    Duration away = told == null ? time : refusals.away(time, told.queueMs());
    busyUntilNanos = System.nanoTime() + away.toNanos();
    if (told != null) {
      reported(told);
    }
  }

  /** Whether the last tail was refused: the next one had better ask before it sends its body. */
  synchronized boolean refusedLast() {
    return !refusals.equals(Refusals.NONE);
  }

  /** A request came that could use the edge. */
  synchronized void wanted() {
    wantedNanos = System.nanoTime();
  }

  /**
   * A tail is sent to the edge: until it has ended the link is in use, and others queue behind it.
   *
   * @return how long it will wait for those of this device before it, in milliseconds
   */
  synchronized double begun(EdgeWork work, long upBytes) {
    long now = System.nanoTime();
    double wait = own.waitMs(now);
    double transferMs = link.known(now) ? upBytes / link.bytesPerMs() : 0;
    own = own.begun(transferMs, tailMs(work, now), workers, now);
    return wait;
  }

  private double tailMs(EdgeWork work, long nowNanos) {
    if (profile == null || work.batch() > profile.largestBatch()) {
      return 0; // it will be refused, or nobody knows
    }
    return load.expectedSlowdown(nowNanos) * work.unitsMs(profile)
        + load.expectedImages(nowNanos) * profile.images(work.pixels());
  }

  /** A tail has ended, well or not. */
  synchronized void ended() {
    own = own.ended();
  }

  /**
   * The size of the probe that is due, if one is. None is while the edge is busy, or while a tail
   * is under way: it would slow that down, and meet its load.
   *
   * @param stale how old a rate may grow while requests come
   */
  synchronized OptionalInt probeDue(Duration stale) {
    long now = System.nanoTime();
    return own.underWay() == 0 && !busy(now) && budget.due(link, stale.toNanos(), wantedNanos, now)
        ? OptionalInt.of(budget.size(link, now))
        : OptionalInt.empty();
  }

  /**
   * Learns from a tail that was answered.
   *
   * @param othersMs how long it waited at the edge for the work of others than this device
   */
  synchronized void answered(
      EdgeHttp.Exchange exchange, double othersMs, EdgeWork work, long upBytes, long downBytes) {
    refusals = Refusals.NONE;
    workers = exchange.load().map(LoadReport::workers).orElse(workers);
    traffic = traffic.tail(upBytes, downBytes);
    exchanged(exchange, upBytes, downBytes);
    ServerTimes times = exchange.times();
    boolean possible = times.serverMs() <= exchange.ms();
    if (profile != null && possible) { // no tail has waited longer than its exchange took
      long now = System.nanoTime();
      load =
          load.decoded(times.decodeMs(), profile.images(work.pixels()), now)
              .measured(othersMs, times.tailMs(), work.unitsMs(profile), now);
    }
  }

  /** A probe was not answered in time, or at all; it is paid for nevertheless. */
  synchronized void probeFailed(long upBytes) {
    budget = budget.spent(upBytes, true, link, System.nanoTime());
  }

  /** Learns from a probe that was answered, which knows no more of the load than it is told. */
  synchronized void probed(EdgeHttp.Exchange exchange, long upBytes) {
    traffic = traffic.probe(upBytes);
    long before = link.rateNanos();
    exchanged(exchange, upBytes, 0);
    boolean told = link.rateNanos() != before;
    budget = budget.spent(upBytes, told, link, System.nanoTime());
    exchange.load().ifPresent(this::reported);
  }

  private void exchanged(EdgeHttp.Exchange exchange, long upBytes, long downBytes) {
    LinkSample sample =
        new LinkSample(
            upBytes,
            downBytes,
            exchange.times().receiveMs(),
            exchange.times().serverMs(),
            exchange.ms());
    long now = System.nanoTime();
    link = link.next(sample, now);
    budget = budget.over(link, now);
  }

  /** Learns from what the edge says of its load where it refuses for it. */
  synchronized void reported(LoadReport report) {
    workers = report.workers();
    load = load.reported(report.queueMs(), report.slowdown(), System.nanoTime());
  }

  /** Learns from an exchange that was given up. */
  synchronized void gaveUp(long upBytes, double elapsedMs) {
    long now = System.nanoTime();
    link = link.gaveUp(upBytes, elapsedMs, now);
    budget = budget.over(link, now);
  }
}
