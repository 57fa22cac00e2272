package io.isthmus.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of an image, as the network gives them: [K,6], a row each of x1, y1, x2, y2 in
 * pixels of its input, score and class, in any order. Rows below the least score of a detection may
 * hold anything.
 *
 * @param values of the answer; not copied
 * @param offset where the first row begins
 * @param count rows
 * @param rule which of them are detections
 */
@SuppressWarnings("ArrayRecordComponent") // a view, which nobody changes
public record Candidates(float[] values, int offset, int count, DetectionRule rule) {

  private static final Comparator<Detection> BEST_FIRST =
      Comparator.comparingDouble(Detection::score).reversed();

  /**
   * The detections, the highest score first: candidates with at least the least score of which none
   * that scores higher is left that they overlap with too much (non-maximum suppression).
   * Candidates without an inside are none, and neither are faulty ones.
   */
  public List<Detection> detections() {
    List<Detection> kept = new ArrayList<>();
    for (Detection candidate : sound()) {
      if (kept.size() == rule.most()) {
        break;
      }
      if (kept.stream().noneMatch(better -> leavesOut(better, candidate))) {
        kept.add(candidate);
      }
    }
    return kept;
  }

  private boolean leavesOut(Detection better, Detection other) {
    return (!rule.perClass() || better.index() == other.index())
        && better.box().overlap(other.box()) > rule.overlap();
  }

  /** Those with the least score at least, the best first; of equal ones the first row. */
  private List<Detection> sound() {
    return IntStream.range(0, count)
        .filter(row -> score(row) >= rule.score() && fault(row) == null)
        .mapToObj(this::detection)
        .filter(candidate -> !candidate.box().isEmpty())
        .sorted(BEST_FIRST)
        .toList();
  }

  private Detection detection(int row) {
    return new Detection(box(row), score(row), (int) value(row, 5));
  }

  Box box(int row) {
    return new Box(value(row, 0), value(row, 1), value(row, 2), value(row, 3));
  }

  float score(int row) {
    return value(row, 4);
  }

  double[] sortedScores() {
    return IntStream.range(0, count).mapToDouble(this::score).sorted().toArray();
  }

  float value(int row, int column) {
    return values[offset + row * DetectionRule.VALUES + column];
  }

  /** What is wrong with the first candidate that is none although it scores; null if nothing. */
  public @Nullable String fault() {
    for (int row = 0; row < count; row++) {
      String fault = score(row) >= rule.score() ? fault(row) : null;
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private @Nullable String fault(int row) {
    float index = value(row, 5);
    if (!(index >= 0 && index < rule.classes()) || index != (int) index) {
      return "row %d has the class %s, which must be a whole number of 0 to %d"
          .formatted(row, index, rule.classes() - 1);
    }
    if (value(row, 2) < value(row, 0) || value(row, 3) < value(row, 1)) {
      return "row %d has the box %s, which must be x1, y1, x2, y2 with x1 ≤ x2 and y1 ≤ y2"
          .formatted(row, box(row));
    }
    return null;
  }
}
