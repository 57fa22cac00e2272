package io.isthmus.detection;

/**
 * What a package says of its candidates: which of them are detections.
 *
 * @param classes how many classes there are; a candidate's class is a whole number below
 * @param score the least score of a detection
 * @param overlap the intersection over union above which the lower of two candidates is left out
 * @param most detections of an image at most, those of the highest scores
 * @param perClass whether only candidates of one class leave each other out
 */
public record DetectionRule(int classes, double score, double overlap, int most, boolean perClass) {

  /** Values of a candidate: x1, y1, x2, y2, score, class. */
  public static final int VALUES = 6;

  /** Candidates of an image at most: each may be compared with every other one. */
  public static final int MOST_CANDIDATES = 4096;

  /** Classes at most. */
  public static final int MOST_CLASSES = 100_000;
}
