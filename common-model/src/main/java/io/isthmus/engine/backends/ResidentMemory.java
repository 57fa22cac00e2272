package io.isthmus.engine.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Bytes of this process in main memory; 0 where the system does not tell. Cheap enough to be asked
 * a hundred times in a second: a line of Linux's has the pages, and how large these are is found
 * out once.
 */
final class ResidentMemory implements LongSupplier {

  private static final Path PAGES = Path.of("/proc/self/statm");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";

  private final long page = pageBytes();

  @Override
  public long getAsLong() {
    return page * pages();
  }

  private static long pages() {
    try {
      return Long.parseLong(Files.readString(PAGES).split(" ", 3)[1]);
    } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return 0; // not Linux
    }
  }

  /** Both files tell of nearly the same moment, and pages are a power of two. */
  private static long pageBytes() {
    double bytes = (double) statusBytes() / Math.max(1, pages());
    return bytes < 1 ? 0 : Long.highestOneBit(Math.round(bytes * Math.sqrt(2)));
  }

  private static long statusBytes() {
    try {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith(RESIDENT)) {
          return Long.parseLong(line.substring(RESIDENT.length()).replace("kB", "").strip()) << 10;
        }
      }
      return 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }
}
