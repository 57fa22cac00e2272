package io.isthmus.tools.testbed;

import io.isthmus.tools.FailedException;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What testbeds have left behind that were killed outright. */
final class Leftovers {

  private Leftovers() {}

  /** The names that belong to a testbed whose process is gone. */
  static List<String> stale(List<String> names, Predicate<Owner> isAlive) {
    return names.stream()
        .filter(name -> Owner.of(name).filter(isAlive.negate()).isPresent())
        .toList();
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
