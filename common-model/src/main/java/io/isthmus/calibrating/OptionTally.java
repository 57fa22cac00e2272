package io.isthmus.calibrating;

import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Confidence;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what one encoding does to the images at one cut. */
final class OptionTally {

  private static final double PERCENTILE = 0.95;

  private final Encoding encoding;
  private final @Nullable Quantiser quantiser;
  private final List<Long> bytes = new ArrayList<>();
  private int changed;
  private double change;
  private int right;
  private int worse;
  private int better;

  OptionTally(Encoding encoding, @Nullable Quantiser quantiser) {
    this.encoding = encoding;
    this.quantiser = quantiser;
  }

  Encoding encoding() {
    return encoding;
  }

  /** Notes what an image takes on the wire. */
  void sent(long size) {
    bytes.add(size);
  }

  /**
   * Notes the answer to an image.
   *
   * @param label its class; null without labels
   */
  void answered(Outputs outputs, Outputs exact, int image, @Nullable Integer label) {
    int top = outputs.top(image);
    int exactTop = exact.top(image);
    changed += outputs.agrees(image, exact) ? 0 : 1;
    change += outputs.meanChange(image, exact);
    if (label != null) {
      right += top == label ? 1 : 0;
      worse += exactTop == label && top != label ? 1 : 0;
      better += exactTop != label && top == label ? 1 : 0;
    }
  }

  /** The share of changed answers; 0 of none. */
  double share() {
    return bytes.isEmpty() ? 0 : (double) changed / bytes.size();
  }

  /** Whether a share of changed answers is exceeded with certainty. */
  boolean certainlyAbove(double share) {
    return share() > share // which costs nothing to ask
        && Confidence.lower(changed, bytes.size(), Confidence.LEVEL) > share;
  }

  /** What was measured. */
  CalibratedOption result(boolean labelled) {
    int n = bytes.size();
    return new CalibratedOption(
        encoding,
        bytes.stream().mapToLong(Long::longValue).average().orElse(0),
        percentile(),
        changed,
        Confidence.upper(changed, n, Confidence.LEVEL),
        change / n,
        labelled ? (double) right / n : null,
        labelled ? Confidence.upperLoss(worse, better, n, Confidence.LEVEL) : null,
        quantiser);
  }

  /** The smallest size that 95 % of the images do not exceed. */
  private double percentile() {
    List<Long> sorted = bytes.stream().sorted().toList();
    return sorted.get((int) Math.ceil(PERCENTILE * sorted.size()) - 1);
  }
}
