package io.isthmus.device.infer;

import io.isthmus.codec.CutEncoder;
import io.isthmus.control.TailWork;
import io.isthmus.decision.Option;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.wire.Deadline;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Computing on this device. What runs is this device's load while it runs, and teaches how the
 * device keeps to its profile.
 *
 * @param computation runs it
 * @param load knows the load
 * @param profile knows how long it should take
 */
record LocalExecutor(InferenceExecutor computation, LoadMeter load, ProfileTimes profile) {

  /** Whether a batch of that size may be computed here. */
  boolean fits(int batch) {
    return batch <= profile.largestBatch();
  }

  /** Whether nothing is computed here, for whomever. */
  boolean idle() {
    return load.idle();
  }

  /**
   * How long it will take to finish from an option's cut, in milliseconds, the wait for others
   * included; infinite for a batch that has no room here.
   */
  double restMs(Option option, InferInput input) {
    if (!fits(input.batch())) {
      return Double.POSITIVE_INFINITY;
    }
    double decodeMs =
        option.sendsFiles() ? load.imageSlowdown() * profile.images(input.decodeWork()) : 0;
    double unitsMs = profile.units(option.cut(), profile.length(), input.batch());
    return load.queueMs() + decodeMs + load.slowdown() * unitsMs;
  }

  /** What the edge is asked to do of an option. */
  static TailWork tailWork(Option option, InferInput input) {
    return new TailWork(option, input.batch(), option.sendsFiles() ? input.decodeWork() : 0);
  }

  /**
   * What a head was given and gave.
   *
   * @param input the network's input, cut 0
   * @param reached the activation at the cut; of cut 0 the input
   */
  record Head(Activation input, Activation reached) {}

  /**
   * Units 1 … {@code to} of an input, or with 0 that itself. This and the others throw {@link
   * io.isthmus.service.model.ExpiredException} if the deadline passes before they begin.
   */
  Head head(
      InferInput input, int to, RequestMemory memory, RequestTimings account, Deadline deadline)
      throws ImageException {
    if (to == 0) {
      Activation whole = input(input, memory, account, deadline);
      return new Head(whole, whole);
    }
    double unitsMs = profile.units(0, to, input.batch());
    try (LoadMeter.Work work = load.begin(profile.images(input.decodeWork()) + unitsMs)) {
      if (input instanceof InferInput.Images images) {
        InferenceExecutor.FromImages run = computation.run(memory, images.files(), to, deadline);
        decoded(input, run.decodeMs(), account);
        return new Head(run.input(), computed(run.stretch(), unitsMs, account));
      }
      Activation from = ((InferInput.Frames) input).input();
      InferenceExecutor.Stretch run = computation.run(memory, from, to, deadline);
      return new Head(from, computed(run, unitsMs, account));
    }
  }

  /** The network's input. */
  Activation input(
      InferInput input, RequestMemory memory, RequestTimings account, Deadline deadline)
      throws ImageException {
    if (input instanceof InferInput.Images images) {
      InferenceExecutor.Stretch stretch = computation.decode(memory, images.files(), deadline);
      decoded(input, stretch.ranMs(), account);
      account.computed(stretch.waitedMs(), 0);
      return stretch.activation();
    }
    return ((InferInput.Frames) input).input();
  }

  /** Writes an activation for the link; it stays usable. */
  List<ByteBuffer> encode(
      Activation activation, CutEncoder encoder, RequestTimings account, Deadline deadline) {
    try (LoadMeter.Work work = load.begin(encodeMs(activation, encoder.encoding()))) {
      InferenceExecutor.Encoded encoded = computation.encode(activation, encoder, deadline);
      account.encoded(encoded.waitedMs(), encoded.ranMs());
      return encoded.payloads();
    }
  }

  /** An encoding that only requests name may be in no profile. */
  private double encodeMs(Activation activation, Encoding encoding) {
    long elements = activation.spec().elements() * activation.batch();
    return profile.knows(encoding) ? profile.encodeMs(encoding, elements) : 0;
  }

  private void decoded(InferInput input, double ms, RequestTimings account) {
    account.decoded(ms);
    load.decoded(ms, profile.images(input.decodeWork()));
  }

  private Activation computed(
      InferenceExecutor.Stretch stretch, double profiledMs, RequestTimings account) {
    account.computed(stretch.waitedMs(), stretch.ranMs());
    load.measured(stretch.ranMs(), profiledMs);
    return stretch.activation();
  }

  /** The units that are left of the chain. */
  Activation rest(
      Activation held, RequestMemory memory, RequestTimings account, Deadline deadline) {
    double profiledMs = profile.units(held.cut(), profile.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      return computed(
          computation.run(memory, held, profile.length(), deadline), profiledMs, account);
    }
  }

  /**
   * The same unit by unit, until it is done or no longer needed; the times count only if it was
   * done.
   *
   * @return how far it came: cut L if it was done
   */
  Activation restUnless(
      BooleanSupplier needless,
      Activation held,
      RequestMemory memory,
      RequestTimings account,
      Deadline deadline) {
    Activation now = held;
    double ranMs = 0;
    double waitedMs = 0;
    double profiledMs = profile.units(held.cut(), profile.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      while (now.cut() < profile.length() && !needless.getAsBoolean()) {
        InferenceExecutor.Stretch stretch =
            computation.runNext(memory, now, now == held ? deadline : Deadline.NONE);
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
