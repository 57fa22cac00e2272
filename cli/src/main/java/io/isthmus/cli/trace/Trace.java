package io.isthmus.cli.trace;

import io.isthmus.cli.Csv;
import io.isthmus.cli.UsageException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rate of a real link over time: a step function, each sample holding until the next one. A
 * rate of 0 is an outage: what is sent waits until the link returns. After its last sample, which
 * lasts as long as the others on average, a trace begins anew.
 *
 * @param name what to call it
 * @param samples at least two, one of them with a rate; the first at 0 s, their times ascending
 */
public record Trace(String name, List<Sample> samples) {

  private static final double BYTES_PER_MEGABIT = 1e6 / 8;

  /** Copies the samples. Throws IllegalArgumentException if they are no trace. */
  public Trace {
    samples = List.copyOf(samples);
    if (samples.size() < 2 || samples.get(0).seconds() != 0) {
      throw new IllegalArgumentException("a trace begins at 0 s and has two samples or more");
    }
    for (int i = 1; i < samples.size(); i++) {
      if (!(samples.get(i).seconds() > samples.get(i - 1).seconds())) {
        throw new IllegalArgumentException("the times of a trace must ascend: see sample " + i);
      }
    }
    if (samples.stream().allMatch(sample -> sample.bytesPerSecond() == 0)) {
      throw new IllegalArgumentException("a link whose rate is 0 all the time carries nothing");
    }
  }

  /** A row of the file. */
  record Row(double seconds, double megabitsPerSecond) {

    /** Since the first row, at whatever time the recorder's clock stood then. */
    Sample since(double start) {
      return new Sample(seconds - start, megabitsPerSecond * BYTES_PER_MEGABIT);
    }
  }

  /**
   * Reads {@code seconds,megabits_per_second}, from the time of its first row on; the trace is
   * called as the file is, without its ending.
   *
   * @throws UsageException if the file holds something else; the message says what
   */
  public static Trace read(Path file) throws IOException, UsageException {
    String name = file.getFileName().toString().replaceFirst("\\.csv$", "");
    try {
      List<Row> rows = Csv.read(file, Row.class);
      double start = rows.isEmpty() ? 0 : rows.get(0).seconds();
      return new Trace(name, rows.stream().map(row -> row.since(start)).toList());
    } catch (IllegalArgumentException e) {
      throw new UsageException("%s is not a trace: %s".formatted(file, e.getMessage()));
    }
  }

  /** Reads every trace (*.csv) of a folder, in the order of their names. */
  public static List<Trace> readAll(Path folder) throws IOException, UsageException {
    List<Trace> traces = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).sorted().toList()) {
        traces.add(read(file));
      }
    }
    return traces;
  }

  /** The same link, every rate multiplied by a factor. */
  public Trace scaled(double factor) {
    List<Sample> scaled = new ArrayList<>(samples.size());
    for (Sample s : samples) {
      scaled.add(new Sample(s.seconds(), s.bytesPerSecond() * factor));
    }
    return new Trace(name, scaled);
  }

  /** How long it lasts before it begins anew, in seconds. */
  public double seconds() {
    double last = samples.get(samples.size() - 1).seconds();
    return last + last / (samples.size() - 1);
  }

  /**
   * What the link carries at a moment, in bytes per second; 0 in an outage.
   *
   * @param seconds since the beginning, at least 0
   */
  public double bytesPerSecondAt(double seconds) {
    return samples.get(indexAt(seconds % seconds())).bytesPerSecond();
  }

  /** How the link serves what is sent at a moment, in seconds since the beginning. */
  public Service serviceAt(double seconds) {
    double within = seconds % seconds();
    int first = indexAt(within);
    int index = first;
    double waited = 0;
    while (samples.get(index).bytesPerSecond() == 0) {
      double from = index == first && waited == 0 ? within : samples.get(index).seconds();
      waited += end(index) - from;
      index = (index + 1) % samples.size();
    }
    return new Service(waited, new DataRate(samples.get(index).bytesPerSecond()));
  }

  private double end(int index) {
    return index + 1 < samples.size() ? samples.get(index + 1).seconds() : seconds();
  }

  private int indexAt(double within) {
    int low = 0; // the last sample that has begun lies in low … high
    int high = samples.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (samples.get(middle).seconds() <= within) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** The mean rate over time. */
  public DataRate mean() {
    double bytes = 0;
    for (int i = 0; i < samples.size(); i++) {
      bytes += samples.get(i).bytesPerSecond() * (end(i) - samples.get(i).seconds());
    }
    return new DataRate(bytes / seconds());
  }
}
