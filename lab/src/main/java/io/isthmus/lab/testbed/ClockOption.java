package io.isthmus.lab.testbed;

import picocli.CommandLine.Option;

/** The option {@code --clock}. */
final class ClockOption {

  @Option(
      names = "--clock",
      paramLabel = "client|device",
      description = {
        "Whose time policies are compared by: the client's (default), which includes its upload to"
            + " the device, or the device's own."
      })
  private Clock clock = Clock.CLIENT;

  Clock value() {
    return clock;
  }
}
