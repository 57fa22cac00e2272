package io.isthmus.lab.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that a host or a control group belongs to; its name says so. Process ids are used
 * again, so the time of its start is part of it.
 *
 * @param pid process id
 * @param startTicks when it started, in clock ticks since the machine did
 */
record Owner(long pid, long startTicks) {

  private static final Path PROCESSES = Path.of("/proc");
  private static final Pattern NAME = Pattern.compile("isthmus-([0-9]{1,18})-([0-9]{1,18})-[a-z]+");
  private static final int STATE = 0; // fields after the command's name, which may hold anything
  private static final int START = 19;

  /** This process. */
  static Owner current() {
    long pid = ProcessHandle.current().pid();
    return new Owner(pid, runningSince(pid).orElseThrow());
  }

  /** Whose a name is; empty for one that no testbed has given. */
  static Optional<Owner> of(String name) {
    Matcher m = NAME.matcher(name);
    return m.matches()
        ? Optional.of(new Owner(Long.parseLong(m.group(1)), Long.parseLong(m.group(2))))
        : Optional.empty();
  }

  /** The name of something of this process, such as {@code isthmus-4711-123456-edge}. */
  String name(String part) {
    return "isthmus-%d-%d-%s".formatted(pid, startTicks, part);
  }

  /** Whether it still runs. */
  boolean isAlive() {
    OptionalLong since = runningSince(pid);
    return since.isPresent() && since.getAsLong() == startTicks;
  }

  private static OptionalLong runningSince(long pid) {
    try {
      return startTicks(Files.readString(PROCESSES.resolve(pid + "/stat")));
    } catch (IOException e) { // it has ended
      return OptionalLong.empty();
    }
  }

  /** When a process started, by its line of status; empty for one that is dead but not buried. */
  static OptionalLong startTicks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields[STATE].equals("Z") || fields[STATE].equals("X")
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(fields[START]));
  }
}
