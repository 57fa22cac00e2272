package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import java.util.ArrayList;
import java.util.List;

/**
 * A host of its own on this machine: a network namespace, with its own interfaces and addresses.
 *
 * @param name of the namespace
 */
record Host(String name) {

  /** Makes a host without any link. */
  static Host create(String name) throws FailedException {
    Shell.run("ip", "netns", "add", name);
    Host host = new Host(name);
    host.ip("link", "set", "lo", "up");
    return host;
  }

  /** The hosts there are, by name. */
  static List<String> names() throws FailedException {
    return names(Shell.run("ip", "netns", "list"));
  }

  /** Reads {@code ip netns list}, which may add the number of each. */
  static List<String> names(String list) {
    return list.lines().map(line -> line.split(" ", 2)[0]).filter(n -> !n.isEmpty()).toList();
  }

  /** What to put before a command so that it runs there. */
  List<String> prefix() {
    return List.of("ip", "netns", "exec", name);
  }

  /** Runs {@code ip} on its interfaces. */
  void ip(String... arguments) throws FailedException {
    run("ip", arguments);
  }

  /** Runs {@code tc} on its interfaces. */
  void tc(List<String> arguments) throws FailedException {
    run("tc", arguments.toArray(String[]::new));
  }

  private void run(String program, String... arguments) throws FailedException {
    List<String> command = new ArrayList<>(List.of(program, "-n", name));
    command.addAll(List.of(arguments));
    Shell.run(command);
  }

  /** Ends whatever runs there and removes it, with its links. */
  void remove() throws FailedException {
    Processes.kill(Shell.run("ip", "netns", "pids", name).lines().map(Long::valueOf).toList());
    Shell.run("ip", "netns", "delete", name);
  }
}
