package io.isthmus.cli.service;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a device's answer that is looked at here.
 *
 * @param results one for each image
 * @param decision where the batch was cut
 * @param measuredMs where the time went
 * @param degraded whether the edge failed and the device finished alone
 */
public record Answer(List<Result> results, Decision decision, Times measuredMs, boolean degraded) {

  /** The classes of one image, the most probable first. */
  public record Result(List<Ranked> classes) {}

  /** A class by its index. */
  public record Ranked(int index) {}

  /** Where the batch was cut; {@code predictedMs} is null where nothing was known of the link. */
  public record Decision(
      String mode,
      int split,
      String unit,
      String encoding,
      String reason,
      @Nullable Times predictedMs,
      List<Candidate> candidates) {

    /** The cut as people read it. */
    public String cut() {
      String cut = "%s (%d)".formatted(unit, split);
      return encoding.equals("raw") ? cut : cut + ":" + encoding;
    }
  }

  /** A cut that was considered, and its predicted time in milliseconds. */
  public record Candidate(int split, String unit, double totalMs) {}

  /** The parts of a time, in milliseconds. */
  public record Times(
      double decode, double head, double transfer, double queue, double tail, double total) {

    /** The part of the total that no other part accounts for. */
    public double unaccounted() {
      return total - decode - head - transfer - queue - tail;
    }
  }

  /** The most probable class of every image. */
  public List<Integer> topClasses() {
    return results.stream().map(result -> result.classes().get(0).index()).toList();
  }
}
