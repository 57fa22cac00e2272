package io.isthmus.device.infer;

import io.isthmus.control.DeviceEvent;
import io.isthmus.decision.Option;
import io.isthmus.device.control.LiveController;

/**
 * Sees what sending a chunk keeps the device from its next head: from one chunk's beginning to the
 * next one's, less what was computed. Belongs to the request's thread.
 */
final class HeadGaps {

  private final LocalExecutor own;
  private final RequestTimings account;
  private final LiveController controller;

  private boolean sent;
  private long startNanos;
  private double computedMs;

  /** For the chunks of one request. */
  HeadGaps(LocalExecutor own, RequestTimings account, LiveController controller) {
    this.own = own;
    this.account = account;
    this.controller = controller;
  }

  /**
   * A chunk is about to be begun. Where others compute here, too, nothing can be told.
   *
   * @param option its option
   * @param nowNanos on a monotonic clock
   */
  void before(Option option, long nowNanos) {
    boolean head = !option.offloads() && own.idle();
    if (sent && head) {
      double keptMs = (nowNanos - startNanos) / 1e6 - (account.computedMs() - computedMs);
      controller.on(new DeviceEvent.SendingSeen(keptMs));
    }
    sent = head && option.cut() < own.profile().length();
    startNanos = nowNanos;
    computedMs = account.computedMs();
  }
}
