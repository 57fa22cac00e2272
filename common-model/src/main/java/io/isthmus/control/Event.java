package io.isthmus.control;

/** Something that happened and that the controller learns from. */
public sealed interface Event permits DeviceEvent, EdgeEvent, GuardEvent {

  /**
   * The controller's state after it.
   *
   * @param nowNanos when it happened, on the caller's monotonic clock
   */
  Controller after(Controller before, long nowNanos);
}
