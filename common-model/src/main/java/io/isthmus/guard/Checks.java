package io.isthmus.guard;

/**
 * What was checked of an option in service.
 *
 * @param checked number of answers that were compared with those of the uncut network
 * @param changed how many of them had another top class
 * @param suspended whether that has refuted what its calibration promises; it stays so
 */
public record Checks(long checked, long changed, boolean suspended) {

  /** Nothing yet. */
  public static final Checks NONE = new Checks(0, 0, false);

  /** More than any service checks; sums of such numbers do not overflow. */
  public static final long MOST = 1L << 53;

  /** Throws IllegalArgumentException for counts that cannot be. */
  public Checks {
    if (changed < 0 || changed > checked || checked > MOST) {
      throw new IllegalArgumentException(
          "of 0 to 2^53 checked answers none to all have changed, not %d of %d"
              .formatted(changed, checked));
    }
  }

  /**
   * With more answers that were checked.
   *
   * @param promised upper bound on the share of changed answers, as calibrated
   * @param options number of options that are tested beside each other
   */
  Checks more(int images, int others, double promised, int options) {
    long all = Math.min(MOST, checked + images);
    long different = Math.min(all, changed + others);
    boolean refuted = SequentialTest.refutes(all, different, promised, options);
    return new Checks(all, different, suspended || refuted);
  }
}
