package io.isthmus.control;

import io.isthmus.decision.Option;
import io.isthmus.profile.TimingProfile;

/** Something that happened on this device; times are in milliseconds. */
public sealed interface DeviceEvent extends Event {

  /** The device's state after it. */
  DeviceState next(DeviceState before, long nowNanos);

  @Override
  default Controller after(Controller before, long nowNanos) {
    return before.with(next(before.device(), nowNanos));
  }

  /** The device has measured its profile, or more of it. */
  record Profiled(TimingProfile profile) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before;
    }

    @Override
    public Controller after(Controller before, long nowNanos) {
      return before.withDeviceProfile(profile);
    }
  }

  /** Work came into the service that is expected to take so long. */
  record WorkBegan(double expectedMs) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.load().began(expectedMs, nowNanos));
    }
  }

  /** That work has left it. */
  record WorkEnded(double expectedMs) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.load().ended(expectedMs, nowNanos));
    }
  }

  /** Units ran here for so long, where the profile says {@code profiledMs}. */
  record Computed(double measuredMs, double profiledMs) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.load().computed(measuredMs, profiledMs, nowNanos));
    }
  }

  /** Images were decoded here for so long, where the profile says {@code profiledMs}. */
  record Decoded(double measuredMs, double profiledMs) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.load().decoded(measuredMs, profiledMs, nowNanos));
    }
  }

  /**
   * The tensors of so many images were encoded here.
   *
   * @param option where and how
   * @param files whether the images came as files
   * @param bytes what they have become, with the body's header
   */
  record Encoded(Option option, boolean files, int images, long bytes) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before;
    }

    @Override
    public Controller after(Controller before, long nowNanos) {
      return before.encoded(this);
    }
  }

  /** Sending a chunk kept the device from its next head for so long. */
  record SendingSeen(double ms) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.sending().next(ms));
    }
  }

  /** A plan of several chunks took so long, where its flow shop has {@code flowShopMs}. */
  record PlanCarriedOut(double measuredMs, double flowShopMs) implements DeviceEvent {
    @Override
    public DeviceState next(DeviceState before, long nowNanos) {
      return before.with(before.contention().next(measuredMs, flowShopMs, nowNanos));
    }
  }
}
