package io.isthmus.control;

import io.isthmus.encoding.KnownEncodings;
import io.isthmus.estimate.LinkSample;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that happened between this device and the edge; times are in milliseconds. */
public sealed interface EdgeEvent extends Event {

  /** What is known of the edge after it. */
  EdgeState next(EdgeState before, long nowNanos);

  @Override
  default Controller after(Controller before, long nowNanos) {
    return before.with(next(before.edge(), nowNanos));
  }

  /**
   * It runs the same model, and has told its profile.
   *
   * @param encodings those that it reads; raw alone in a recording that does not tell
   */
  record Met(TimingProfile profile, KnownEncodings encodings) implements EdgeEvent {

    /** Fills in what old recordings lack. */
    public Met {
      encodings = Objects.requireNonNullElse(encodings, KnownEncodings.RAW);
    }

    /** An edge that reads raw tensors alone. */
    public Met(TimingProfile profile) {
      this(profile, KnownEncodings.RAW);
    }

    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before
          .with(before.access().model(false))
          .with(new ProfileTimes(profile))
          .with(encodings);
    }
  }

  /** It runs another model: it will have another profile too. */
  record Differs() implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.with(before.access().model(true)).with((ProfileTimes) null);
    }
  }

  /** The circuit breaker in front of it has opened or closed. */
  record BreakerTurned(boolean closed) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.with(before.access().breaker(closed));
    }
  }

  /** A request came that could use it. */
  record Wanted() implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.wanted(nowNanos);
    }
  }

  /** A tail is sent to it, with a body of so many bytes. */
  record Sent(TailWork work, long upBytes) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.sent(work, upBytes, nowNanos);
    }
  }

  /** An exchange that failed is sent once more, and paid for. */
  record Repeated() implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.with(before.access().with(before.retries().spent()));
    }
  }

  /** A tail has ended, well or not. */
  record Ended() implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.ended();
    }
  }

  /**
   * A tail was answered.
   *
   * @param work what was asked
   * @param sample the exchange, as it would have been without the chunks of its plan before it
   * @param decodeMs for how long the edge decoded
   * @param othersMs how long it waited at the edge for the work of others than this device
   * @param tailMs for how long the edge ran units
   * @param workers how many tails the edge computes at the same time; 0 where it did not say
   */
  record Answered(
      TailWork work,
      LinkSample sample,
      double decodeMs,
      double othersMs,
      double tailMs,
      int workers)
      implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.answered(this, nowNanos);
    }
  }

  /**
   * It refused a tail for its load.
   *
   * @param retryAfter after what time it wants to be asked again
   * @param told its load; null where it did not tell it
   */
  record Refused(Duration retryAfter, @Nullable Report told) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.refused(retryAfter, told, nowNanos);
    }
  }

  /** It has told its load. */
  record Reported(Report told) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.reported(told, nowNanos);
    }
  }

  /** An exchange with a body of so many bytes was given up after so long. */
  record GivenUp(long upBytes, double elapsedMs) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.gaveUp(upBytes, elapsedMs, nowNanos);
    }
  }

  /** A probe of the link was answered, and the edge told its load with that if it could. */
  record Probed(LinkSample sample, @Nullable Report told) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.probed(sample, told, nowNanos);
    }
  }

  /** A probe of so many bytes was not answered in time, or at all. */
  record ProbeFailed(long upBytes) implements EdgeEvent {
    @Override
    public EdgeState next(EdgeState before, long nowNanos) {
      return before.probeFailed(upBytes, nowNanos);
    }
  }
}
