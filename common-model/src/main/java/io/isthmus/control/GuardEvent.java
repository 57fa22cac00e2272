package io.isthmus.control;

import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import java.util.Objects;

/** Something that tells whether encodings keep what their calibration promises. */
public sealed interface GuardEvent extends Event {

  /** The guard's state after it. */
  Guard next(Guard before, OptionSpace space);

  @Override
  default Controller after(Controller before, long nowNanos) {
    return before.with(next(before.guard(), before.setup().selector().space()));
  }

  /**
   * Answers of an option were compared with those of the uncut network.
   *
   * @param images number of answers
   * @param changed how many of them had another top class
   */
  record ShadowChecked(Option option, int images, int changed) implements GuardEvent {

    /** Throws IllegalArgumentException for numbers that cannot be. */
    public ShadowChecked {
      Objects.requireNonNull(option);
      if (changed < 0 || changed > images) {
        throw new IllegalArgumentException("of checked answers none to all have changed");
      }
    }

    @Override
    public Guard next(Guard before, OptionSpace space) {
      return before.checked(option, images, changed, space);
    }
  }

  /** An earlier run of this device, under the same calibration, has seen this of an option. */
  record Remembered(Option option, Checks checks) implements GuardEvent {

    /** Throws NullPointerException where one of them lacks. */
    public Remembered {
      Objects.requireNonNull(option);
      Objects.requireNonNull(checks);
    }

    @Override
    public Guard next(Guard before, OptionSpace space) {
      return before.remembered(option, checks, space);
    }
  }
}
