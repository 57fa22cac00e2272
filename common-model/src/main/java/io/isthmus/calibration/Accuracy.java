package io.isthmus.calibration;

import java.util.Locale;
import java.util.Optional;

/** How much answers may differ from those of the uncut network. */
public sealed interface Accuracy {

  /** The values that {@link #parse} takes, for messages. */
  String VALUES = "'exact', a share of changed answers such as 0.01, or 'loss:' with a share";

  /** Not at all: bit for bit. */
  Accuracy EXACT = new Exact();

  /** Whether an option that was measured so may be used. */
  boolean allows(CalibratedOption option);

  /** Not at all: bit for bit. */
  record Exact() implements Accuracy {
    @Override
    public boolean allows(CalibratedOption option) {
      return option.encoding().exact();
    }

    @Override
    public String toString() {
      return "exact";
    }
  }

  /**
   * At most a share of the answers has another top class.
   *
   * @param share ε, above 0 and below 1
   */
  record Changed(double share) implements Accuracy {

    /** Throws IllegalArgumentException for a share out of range. */
    public Changed {
      requireShare(share);
    }

    @Override
    public boolean allows(CalibratedOption option) {
      return option.encoding().exact() || option.upper() <= share;
    }

    @Override
    public String toString() {
      return Double.toString(share);
    }
  }

  /**
   * Accuracy is lower by at most a share.
   *
   * @param share ε, above 0 and below 1
   */
  record Loss(double share) implements Accuracy {

    private static final String PREFIX = "loss:";

    /** Throws IllegalArgumentException for a share out of range. */
    public Loss {
      requireShare(share);
    }

    @Override
    public boolean allows(CalibratedOption option) {
      Double loss = option.lossUpper();
      return option.encoding().exact() || (loss != null && loss <= share);
    }

    @Override
    public String toString() {
      return PREFIX + share;
    }
  }

  /** The budget of that text; empty for anything but {@link #VALUES}. */
  static Optional<Accuracy> parse(String text) {
    String value = text.strip().toLowerCase(Locale.ROOT);
    if (value.equals("exact")) {
      return Optional.of(EXACT);
    }
    boolean loss = value.startsWith(Loss.PREFIX);
    String number = loss ? value.substring(Loss.PREFIX.length()) : value;
    if (!number.matches("0?\\.[0-9]{1,9}|[0-9](\\.[0-9]{1,9})?e-[0-9]")) {
      return Optional.empty();
    }
    double share = Double.parseDouble(number);
    if (!(share > 0 && share < 1)) {
      return Optional.empty();
    }
    return Optional.of(loss ? new Loss(share) : new Changed(share));
  }

  private static void requireShare(double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a budget is a share above 0 and below 1, not " + share);
    }
  }
}
