package io.isthmus.tools.bench;

import io.isthmus.tools.UsageException;
import io.isthmus.tools.link.Relay;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rate of a real link over time, as it was recorded. It begins anew where it ends.
 *
 * @param points bytes per second from that second on; begins at second 0
 */
record RateTrace(NavigableMap<Double, DataRate> points) {

  /** Where the recorded link stood still it becomes this slow, in bytes per second. */
  static final double SLOWEST = 10e3;

  private static final double BYTES_PER_MEGABIT = 1e6 / 8;

  /**
   * Reads lines of {@code seconds,megabits_per_second} below a line of heads.
   *
   * @param scale every rate is multiplied by it
   */
  static RateTrace read(Path file, double scale) throws IOException, UsageException {
    List<String> lines = Files.readAllLines(file);
    NavigableMap<Double, DataRate> points = new TreeMap<>();
    for (int i = 1; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      try {
        double rate = Double.parseDouble(cells[1]) * BYTES_PER_MEGABIT * scale;
        double bounded = Math.max(SLOWEST, Math.min(Relay.FASTEST, rate));
        points.put(Double.parseDouble(cells[0]), new DataRate(bounded));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new UsageException(
            "%s, line %d: not seconds,megabits_per_second: %s"
                .formatted(file, i + 1, lines.get(i)));
      }
    }
    if (points.isEmpty() || !points.firstKey().equals(0.0)) {
      throw new UsageException(file + ": a trace begins at second 0");
    }
    return new RateTrace(points);
  }

  /** The rate that many seconds after the beginning. */
  DataRate at(double seconds) {
    double end = points.lastKey();
    return points.floorEntry(end == 0 ? 0 : seconds % end).getValue();
  }
}
