package io.isthmus.service.admission;

/**
 * Requests that keep their thread for as long as their client listens. A service that answers such
 * requests has one bean of this type.
 *
 * @param most how many there may be at once
 */
public record LastingRequests(int most) {

  /** They may take one thread in so many, so that the others remain for requests that end. */
  private static final int SHARE = 8;

  /** As many as wanted, if the threads of the service allow it; at least one. */
  public static LastingRequests upTo(int wanted, int threads) {
    return new LastingRequests(Math.max(1, Math.min(wanted, threads / SHARE)));
  }
}
