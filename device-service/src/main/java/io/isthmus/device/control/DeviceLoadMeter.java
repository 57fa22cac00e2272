package io.isthmus.device.control;

import io.isthmus.control.DeviceEvent;
import io.isthmus.estimate.MachineLoad;
import io.isthmus.service.LoadMeter;

/** The device's load, which its controller keeps. */
public final class DeviceLoadMeter implements LoadMeter {

  private final LiveController controller;

  /** The load of a device with that controller. */
  public DeviceLoadMeter(LiveController controller) {
    this.controller = controller;
  }

  @Override
  public Work begin(double profiledMs) {
    double expectedMs = controller.workBegan(profiledMs);
    return () -> controller.on(new DeviceEvent.WorkEnded(expectedMs));
  }

  @Override
  public void measured(double measuredMs, double profiledMs) {
    controller.on(new DeviceEvent.Computed(measuredMs, profiledMs));
  }

  @Override
  public void decoded(double measuredMs, double profiledMs) {
    controller.on(new DeviceEvent.Decoded(measuredMs, profiledMs));
  }

  @Override
  public MachineLoad load() {
    return controller.snapshot().controller().device().load();
  }
}
