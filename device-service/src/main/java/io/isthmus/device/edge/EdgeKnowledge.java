package io.isthmus.device.edge;

import io.isthmus.decision.EdgeStatus;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.LinkSample;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.wire.LoadReport;
import java.time.Duration;
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

  /** Status as far as it is known here; the breaker is not. */
  synchronized EdgeStatus status() {
    if (otherModel) {
      return EdgeStatus.OTHER_MODEL;
    }
    if (profile == null) {
      return EdgeStatus.UNAVAILABLE;
    }
    if (busyUntilNanos - System.nanoTime() > 0) {
      return EdgeStatus.BUSY;
    }
    return link.known() ? EdgeStatus.READY : EdgeStatus.LINK_UNKNOWN;
  }

  synchronized @Nullable ProfileTimes profile() {
    return profile;
  }

  synchronized LinkEstimate link() {
    return link;
  }

  synchronized EdgeLoad load() {
    return load;
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

  synchronized void busyFor(Duration time) {
    busyUntilNanos = System.nanoTime() + time.toNanos();
  }

  /** Learns from an exchange that succeeded. */
  synchronized void exchanged(EdgeHttp.Exchange exchange, long upBytes, long downBytes) {
    LinkSample sample =
        new LinkSample(
            upBytes,
            downBytes,
            exchange.times().receiveMs(),
            exchange.times().serverMs(),
            exchange.ms());
    link = link.next(sample, System.nanoTime());
    exchange.load().ifPresent(this::loaded);
  }

  /** Learns from an exchange that was given up. */
  synchronized void gaveUp(long upBytes, double elapsedMs) {
    link = link.gaveUp(upBytes, elapsedMs, System.nanoTime());
  }

  private void loaded(LoadReport report) {
    load = new EdgeLoad(report.queueMs(), report.slowdown(), System.nanoTime());
  }
}
