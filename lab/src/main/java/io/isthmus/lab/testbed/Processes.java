package io.isthmus.lab.testbed;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends processes that a testbed has started. */
final class Processes {

  private static final int SECONDS = 10;

  private Processes() {}

  /** Kills them, and waits until they are gone. */
  static void kill(Collection<Long> pids) {
    CompletableFuture<?>[] ends =
        pids.stream()
            .filter(pid -> pid > 1) // 0 stands for a process that is not visible from here
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .peek(ProcessHandle::destroyForcibly)
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).completeOnTimeout(null, SECONDS, TimeUnit.SECONDS).join();
  }
}
