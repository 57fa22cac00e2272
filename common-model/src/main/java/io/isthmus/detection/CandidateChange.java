package io.isthmus.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far two answers to one image are from each other. Rows are compared with those that they
 * resemble, not with those at their place: the smallest change lets candidates of nearly equal
 * scores change places.
 *
 * @param exact the answer that the other one is held against
 * @param other the other one
 */
public record CandidateChange(Candidates exact, Candidates other) {

  /** Candidates that the squared change looks at: the best ones of the exact answer. */
  private static final int LOOKED_AT = 100;

  /**
   * Whether the detections are the same: each has one of the other answer to itself, of its class
   * and with a box that overlaps by at least {@code overlap}.
   */
  public boolean isNone(double overlap) {
    List<Detection> left = new ArrayList<>(other.detections());
    List<Detection> wanted = exact.detections();
    return wanted.size() == left.size()
        && wanted.stream().allMatch(detection -> takes(detection, left, overlap));
  }

  private static boolean takes(Detection detection, List<Detection> left, double overlap) {
    return left.stream()
        .filter(now -> detection.index() == now.index())
        .filter(now -> detection.box().overlap(now.box()) >= overlap)
        .max(Comparator.comparingDouble(now -> detection.box().overlap(now.box())))
        .map(left::remove)
        .orElse(false);
  }

  /**
   * The largest difference of a candidate from the one of its class that it resembles most:
   * coordinates in the largest coordinate, scores in the largest score. Infinite where there is
   * none of its class. A candidate may be missing that scores hardly more than the last one.
   *
   * @param tolerance how much more, in the largest score
   */
  public double largest(double tolerance) {
    return Math.max(
        new Span(exact, other).largest(tolerance), new Span(other, exact).largest(tolerance));
  }

  /** The differences of one answer's rows from another one's, and what they are measured in. */
  private record Span(Candidates from, Candidates to, double side, double score) {

    Span(Candidates from, Candidates to) {
      this(
          from,
          to,
          Math.max(scale(from, 0, 4), scale(to, 0, 4)),
          Math.max(scale(from, 4, 5), scale(to, 4, 5)));
    }

    private static double scale(Candidates rows, int first, int end) {
      double scale = Float.MIN_NORMAL;
      for (int row = 0; row < rows.count(); row++) {
        for (int column = first; column < end; column++) {
          scale = Math.max(scale, Math.abs(rows.value(row, column)));
        }
      }
      return scale;
    }

    double largest(double tolerance) {
      double least =
          IntStream.range(0, to.count()).mapToDouble(to::score).min().orElse(Double.MAX_VALUE);
      return IntStream.range(0, from.count())
          .filter(row -> !(from.score(row) <= least + tolerance * score))
          .mapToDouble(this::least)
          .max()
          .orElse(0);
    }

    private double least(int row) {
      return IntStream.range(0, to.count())
          .filter(one -> to.value(one, 5) == from.value(row, 5))
          .mapToDouble(one -> difference(row, one))
          .min()
          .orElse(Double.POSITIVE_INFINITY);
    }

    private double difference(int row, int one) {
      double largest = apart(row, one, 4) / score;
      for (int column = 0; column < 4; column++) {
        largest = Math.max(largest, apart(row, one, column) / side);
      }
      return largest;
    }

    private double apart(int row, int one, int column) {
      return Math.abs((double) from.value(row, column) - to.value(one, column));
    }
  }

  /**
   * What the best candidates have lost: for each the square of the change of its score, and the
   * square of its score times the part of the box that does not overlap. One that is gone has lost
   * its score.
   */
  public double squared() {
    return IntStream.range(0, exact.count())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> -exact.score(row)))
        .limit(LOOKED_AT)
        .filter(row -> !exact.box(row).isEmpty())
        .mapToDouble(this::lost)
        .sum();
  }

  private double lost(int row) {
    double score = exact.score(row);
    double least = score * score;
    for (int one = 0; one < other.count(); one++) {
      if (other.value(one, 5) == exact.value(row, 5) && !other.box(one).isEmpty()) {
        double change = score - other.score(one);
        double apart = score * (1 - exact.box(row).overlap(other.box(one)));
        least = Math.min(least, change * change + apart * apart);
      }
    }
    return least;
  }

  /** The sum of the absolute changes of the scores, of both answers in their order. */
  public double ofScores() {
    double[] wanted = exact.sortedScores();
    double[] given = other.sortedScores();
    return IntStream.range(0, wanted.length).mapToDouble(i -> Math.abs(wanted[i] - given[i])).sum();
  }
}
