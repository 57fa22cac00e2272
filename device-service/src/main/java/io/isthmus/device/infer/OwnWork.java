package io.isthmus.device.infer;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Computation;
import io.isthmus.service.LoadMeter;
import java.util.function.BooleanSupplier;

/**
 * Computing on this device. What runs is this device's load while it runs, and teaches how the
 * device keeps to its profile.
 *
 * @param computation runs it
 * @param load knows the load
 * @param profile knows how long it should take
 */
record OwnWork(Computation computation, LoadMeter load, ProfileTimes profile) {

  /** Whether a batch of that size may be computed here. */
  boolean fits(int batch) {
    return batch <= profile.largestBatch();
  }

  /** Units 1 … {@code to} of an input. */
  Activation head(InferInput input, int to, RequestMemory memory, Account account)
      throws ImageException {
    double unitsMs = profile.units(0, to, input.batch());
    try (LoadMeter.Work work = load.begin(profile.images(input.pixels()) + unitsMs)) {
      if (input instanceof InferInput.Images images) {
        Computation.FromImages run = computation.run(memory, images.files(), to);
        decoded(input, run.decodeMs(), account);
        return computed(run.stretch(), unitsMs, account);
      }
      Activation from = ((InferInput.Frames) input).input();
      return computed(computation.run(memory, from, to), unitsMs, account);
    }
  }

  /** The network's input. */
  Activation input(InferInput input, RequestMemory memory, Account account) throws ImageException {
    if (input instanceof InferInput.Images images) {
      Computation.Stretch stretch = computation.decode(memory, images.files());
      decoded(input, stretch.ranMs(), account);
      account.computed(stretch.waitedMs(), 0);
      return stretch.activation();
    }
    return ((InferInput.Frames) input).input();
  }

  private void decoded(InferInput input, double ms, Account account) {
    account.decoded(ms);
    load.decoded(ms, profile.images(input.pixels()));
  }

  private Activation computed(Computation.Stretch stretch, double profiledMs, Account account) {
    account.computed(stretch.waitedMs(), stretch.ranMs());
    load.measured(stretch.ranMs(), profiledMs);
    return stretch.activation();
  }

  /** The units that are left of the chain. */
  Activation rest(Activation held, RequestMemory memory, Account account) {
    double profiledMs = profile.units(held.cut(), profile.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      return computed(computation.run(memory, held, profile.length()), profiledMs, account);
    }
  }

  /**
   * The same unit by unit, until it is done or no longer needed; the times count only if it was
   * done.
   *
   * @return how far it came: cut L if it was done
   */
  Activation restUnless(
      BooleanSupplier needless, Activation held, RequestMemory memory, Account account) {
    Activation now = held;
    double ranMs = 0;
    double waitedMs = 0;
    double profiledMs = profile.units(held.cut(), profile.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      while (now.cut() < profile.length() && !needless.getAsBoolean()) {
        Computation.Stretch stretch = computation.runNext(memory, now);
        ranMs += stretch.ranMs();
        waitedMs += stretch.waitedMs();
        if (now != held) {
          now.release();
        }
        now = stretch.activation();
      }
    }
    if (now.cut() == profile.length()) {
      account.computed(waitedMs, ranMs);
    }
    return now;
  }
}
