package io.isthmus.cli.service;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which cores of this machine the services run on. */
public enum Placement {
  /** All of them on all cores. */
  SHARED,

  /**
   * The edge on the first core and devices on the second, so that neither takes the other's time,
   * as on two machines. The same as SHARED where there is only one core, or no {@code taskset}.
   */
  APART;

  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  /** What to put before the command that starts a service of that kind. */
  public List<String> prefix(String kind) {
    boolean possible =
        Runtime.getRuntime().availableProcessors() > 1 && Files.isExecutable(TASKSET);
    return this == APART && possible
        ? List.of(TASKSET.toString(), "-c", kind.equals("edge") ? "0" : "1")
        : List.of();
  }
}
