package io.isthmus.device.control;

import io.isthmus.control.Setup;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import java.time.Duration;

/** Controllers without a service around them. */
public final class Controllers {

  private Controllers() {}

  /** Of a device that may send anything, with an edge that it has not met. */
  public static LiveController of(Network network, ProfileTimes device) {
    Setup setup = Setup.of(network, true, true, 1, Duration.ofHours(1));
    return new LiveController(setup, () -> device, LiveController.Recorder.NONE);
  }
}
