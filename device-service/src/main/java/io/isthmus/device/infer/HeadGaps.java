package io.isthmus.device.infer;

import io.isthmus.device.decide.Sending;

/**
 * Sees what sending a chunk keeps the device from its next head: from one chunk's beginning to the
 * next one's, less what was computed. Belongs to the request's thread.
 */
final class HeadGaps {

  private final OwnWork own;
  private final Account account;
  private final Sending sending;

  private boolean sent;
  private long startNanos;
  private double computedMs;

  /** For the chunks of one request. */
  HeadGaps(OwnWork own, Account account, Sending sending) {
    this.own = own;
    this.account = account;
    this.sending = sending;
  }

  /**
   * A chunk is about to be begun. Where others compute here, too, nothing can be told.
   *
   * @param split where it is cut
   * @param nowNanos on a monotonic clock
   */
  void before(int split, long nowNanos) {
    boolean head = split > 0 && own.idle();
    if (sent && head) {
      sending.keptFor((nowNanos - startNanos) / 1e6 - (account.computedMs() - computedMs));
    }
    sent = head && split < own.profile().length();
    startNanos = nowNanos;
    computedMs = account.computedMs();
  }
}
