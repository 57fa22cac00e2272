package io.isthmus.service.connection;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds threads that others have started. */
final class Threads {

  private Threads() {}

  /** Those of that name in the group of the calling thread. */
  static List<Thread> named(String... names) {
    Set<String> wanted = Set.of(names);
    ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
    Thread[] all = new Thread[2 * group.activeCount() + 16];
    int n = group.enumerate(all);
    return Arrays.stream(all, 0, n).filter(thread -> wanted.contains(thread.getName())).toList();
  }
}
