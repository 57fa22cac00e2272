package io.isthmus.service.admission;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.FixedLimit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;

/**
 * How many requests may be inside. What is looked at is a request's time as a multiple of what it
 * would have been had nobody been before it: neither a large batch nor a slow link, both of which
 * take their time in an idle service too, looks like overload. See decision 13.
 */
public enum AdmissionLimit {

  /**
   * TCP Vegas: lets so many in that three to six of them wait. The time without waiting is known, 1
   * by definition, so that it need never be probed for: a probe during overload would take the full
   * queue for the empty one.
   */
  ADAPTIVE {
    @Override
    Limit upTo(int most) {
      Limit vegas =
          VegasLimit.newBuilder()
              .initialLimit(most)
              .maxConcurrency(most)
              .probeMultiplier(NEVER)
              .build();
      new LimitSampler(vegas).answered(1, 0, 1);
      return vegas;
    }
  },

  /** The long-term mean is the yardstick; for comparison. */
  GRADIENT {
    @Override
    Limit upTo(int most) {
      return Gradient2Limit.newBuilder()
          .initialLimit(most)
          .maxConcurrency(most)
          .minLimit(Math.min(4, most))
          .build();
    }
  },

  /** As many as there can be, always; for comparison. */
  FIXED {
    @Override
    Limit upTo(int most) {
      return FixedLimit.of(most);
    }
  };

  private static final int NEVER = 1 << 24;

  /** A limit that begins with the most that there can be. */
  abstract Limit upTo(int most);
}
