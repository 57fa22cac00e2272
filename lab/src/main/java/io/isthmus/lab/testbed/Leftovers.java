package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Other testbeds: what those have left behind that were killed outright, and those that run. */
final class Leftovers {

  private Leftovers() {}

  /** The names that belong to a testbed whose process is gone. */
  static List<String> stale(List<String> names, Predicate<Owner> isAlive) {
    return names.stream()
        .filter(name -> Owner.of(name).filter(isAlive.negate()).isPresent())
        .toList();
  }

  /** The testbeds that a name belongs to and that still run. */
  static List<Owner> running(List<String> names, Predicate<Owner> isAlive) {
    return names.stream()
        .flatMap(name -> Owner.of(name).stream())
        .filter(isAlive)
        .distinct()
        .toList();
  }

  /**
   * Makes sure that no other testbed measures: each would take the cores from the other.
   *
   * @throws UsageException that says which one does
   */
  static void requireAlone() throws FailedException, UsageException {
    Owner self = Owner.current();
    for (Owner owner : running(Host.names(), Owner::isAlive)) {
      if (!owner.equals(self)) {
        throw new UsageException(
            "another testbed is measuring on these cores, process %d: wait for it, or end it"
                .formatted(owner.pid()));
      }
    }
  }

  /**
   * Ends their processes and removes their hosts and groups; testbeds that are running keep theirs.
   *
   * @return the names of what was removed
   */
  static List<String> remove(CgroupMount mount) throws IOException, FailedException {
    List<String> hosts = stale(Host.names(), Owner::isAlive);
    for (String name : hosts) {
      new Host(name).remove();
    }
    List<String> groups = stale(CpuShare.names(mount), Owner::isAlive);
    for (String name : groups) {
      new CpuShare(mount.folder().resolve(name)).remove();
    }
    return Stream.concat(hosts.stream(), groups.stream()).distinct().toList();
  }
}
