package io.isthmus.estimate;

/**
 * How much the link may be probed: the bytes of all probes are at most one in a hundred of those
 * that it can carry, now or on the average of the last ten minutes. What is not used is saved, for
 * about a minute. So a good link, over which requests go and nothing need be probed, pays for
 * looking often at a link that has just become slow and over which nothing goes any more: that is
 * when its recovery would go unnoticed. On a link that stays slow it is one in a hundred of the
 * little that it carries.
 *
 * @param savedBytes what probes may send, at {@code atNanos}; negative for a debt
 * @param bytesPerMs rate of the link from then on; 0 while unknown
 * @param meanBytesPerMs the same on the average of the last minutes; 0 while unknown
 * @param share part of that which probes may take
 * @param tried size of the last probe, if it told nothing of the rate; else 0
 * @param atNanos on the caller's monotonic clock
 * @param restUntilNanos before which no probe is due, on the same clock
 */
public record ProbeBudget(
    double savedBytes,
    double bytesPerMs,
    double meanBytesPerMs,
    double share,
    long tried,
    long atNanos,
    long restUntilNanos) {

  /** Part of what a calm link carries that probes may take. */
  static final double SHARE = 0.01;

  /** The same of a restless one: what is believed of links with outages is up to twice too much. */
  private static final double RESTLESS_SHARE = 0.004;

  private static final double SAVED_FOR_MS = 60_000;
  private static final double MEAN_OVER_MS = 600_000;

  /** An arrival of this length is timed well, though its first half may not count. */
  private static final double GOOD_RECEIVE_MS = 10;

  /** Of a smaller body most may be let pass at once by what shapes the link ... */
  private static final double GOOD_BYTES = 32 * 1024;

  /** ... but to send so much must not take a slow link longer than this. */
  private static final double LONG_RECEIVE_MS = 20;

  private static final long FIRST_BYTES = 32 * 1024;
  private static final long MAX_BYTES = 1 << 20;
  private static final long GROWTH = 8;

  /** Below this confidence the rate may well be wrong by half. */
  private static final double VAGUE = 0.6;

  /** What is saved may be spent within this time. */
  private static final double SPENT_IN_NANOS = 10e9;

  /**
   * A probe is followed by so many times its own length without one, however much is saved: what a
   * fast link has saved would else fill one that has become slow.
   */
  private static final double REST = 9;

  /** No longer than this: an outage may end at any time. */
  private static final double MOST_REST_MS = 500;

  /** A link without steps may be left alone for so many times longer. */
  private static final double CALM_FACTOR = 4;

  /** How seldom a link is probed, at most, that nobody uses. */
  private static final long MOST_QUIET_NANOS = 10_000_000_000L;

  /** How long to leave a link alone that even the largest probe told nothing of. */
  private static final long HOPELESS_NANOS = 10_000_000_000L;

  /** Nothing saved, for a link that nothing is known of. */
  public static ProbeBudget startingAt(long nowNanos) {
    return new ProbeBudget(0, 0, 0, RESTLESS_SHARE, 0, nowNanos, nowNanos);
  }

  /**
   * The size of a probe that can be timed well on such a link, in bytes, or as much as is saved: a
   * coarse measurement is better than none. Where the last one told nothing, since it had arrived
   * before anybody looked, the link is faster than was believed, and the next one larger.
   */
  public int size(LinkEstimate link, long nowNanos) {
    boolean known = link.known(nowNanos);
    double wanted = known ? goodBytes(link.bytesPerMs()) : FIRST_BYTES;
    double bytes = known ? Math.min(savedAt(nowNanos), wanted) : wanted;
    double grown = tried == 0 ? bytes : Math.max(wanted, (double) (tried * GROWTH));
    return (int) Math.max(LinkEstimate.MIN_BYTES, Math.min(MAX_BYTES, grown));
  }

  private static double goodBytes(double bytesPerMs) {
    double enough = Math.min(GOOD_BYTES, LONG_RECEIVE_MS * bytesPerMs);
    return Math.max(GOOD_RECEIVE_MS * bytesPerMs, enough);
  }

  /**
   * Whether a probe of {@link #size} is due: nothing has been heard of the link for too long, or
   * what was heard was vague, and the budget allows it. The more is saved, the sooner it is due; on
   * a calm link it is later. While no requests come, it is due ever more seldom.
   *
   * @param staleNanos how old a rate may grow while requests come; four times that on a calm link
   * @param wantedNanos when the last request came
   */
  public boolean due(LinkEstimate link, long staleNanos, long wantedNanos, long nowNanos) {
    long quiet = Math.min(MOST_QUIET_NANOS, (nowNanos - wantedNanos) / 10);
    double rich = SPENT_IN_NANOS * size(link, nowNanos) / savedAt(nowNanos);
    double often =
        link.isCalm(nowNanos) ? CALM_FACTOR * staleNanos : Math.min((double) staleNanos, rich);
    boolean old = link.ageNanos(nowNanos) > Math.max(often, (double) quiet);
    boolean vague = link.confidence(nowNanos) < VAGUE && nowNanos - wantedNanos < MOST_QUIET_NANOS;
    return (old || vague) && nowNanos - restUntilNanos >= 0 && allows(link, nowNanos);
  }

  /**
   * Whether a probe of {@link #size} may be sent now. An unknown link is probed without regard to
   * the budget, since nothing else can be sent over it before it is known; the larger probe that
   * follows one that told nothing is sent on credit, which is paid back before the next.
   */
  boolean allows(LinkEstimate link, long nowNanos) {
    if (!link.known(nowNanos)) {
      return tried < MAX_BYTES || nowNanos - atNanos > HOPELESS_NANOS;
    }
    double saved = savedAt(nowNanos);
    return tried > 0 ? saved >= 0 : saved >= size(link, nowNanos);
  }

  /**
   * The state after a probe.
   *
   * @param bytes its size
   * @param told whether it told the rate
   * @param link as it is believed to be now
   */
  public ProbeBudget spent(long bytes, boolean told, LinkEstimate link, long nowNanos) {
    double tookMs = link.known(nowNanos) ? bytes / link.bytesPerMs() : 0;
    double restMs = told ? Math.min(MOST_REST_MS, REST * tookMs) : 0; // the larger one follows soon
    long rest = (long) (restMs * 1e6);
    return next(savedAt(nowNanos) - bytes, link, told ? 0 : bytes, nowNanos, nowNanos + rest);
  }

  /** The state once the link is believed to be like this. */
  public ProbeBudget over(LinkEstimate link, long nowNanos) {
    return next(savedAt(nowNanos), link, tried, nowNanos, restUntilNanos);
  }

  private ProbeBudget next(
      double saved, LinkEstimate link, long nowTried, long nowNanos, long restUntil) {
    double rate = link.bytesPerMs();
    double mean = meanBytesPerMs == 0 ? rate : meanAt(nowNanos);
    double nowShare = link.isCalm(nowNanos) ? SHARE : RESTLESS_SHARE;
    return new ProbeBudget(saved, rate, mean, nowShare, nowTried, nowNanos, restUntil);
  }

  private double passedMs(long nowNanos) {
    return Math.max(0, nowNanos - atNanos) / 1e6;
  }

  private double meanAt(long nowNanos) {
    double kept = Math.exp(-passedMs(nowNanos) / MEAN_OVER_MS);
    return kept * meanBytesPerMs + (1 - kept) * bytesPerMs;
  }

  private double savedAt(long nowNanos) {
    double passedMs = Math.min(SAVED_FOR_MS, passedMs(nowNanos));
    double carried = Math.max(bytesPerMs, meanAt(nowNanos)) * passedMs;
    double kept = savedBytes > 0 ? Math.exp(-passedMs / SAVED_FOR_MS) : 1; // a debt stays
    return kept * savedBytes + share * carried;
  }
}
