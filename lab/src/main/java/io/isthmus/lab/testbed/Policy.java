package io.isthmus.lab.testbed;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A way to choose the cut.
 *
 * @param name in tables
 * @param query of a request that asks for it
 * @param cut where it cuts; empty for one that chooses
 */
record Policy(String name, String query, OptionalInt cut) {

  /** Plans of any number of chunks, cut where it is best for each. */
  static final String ISTHMUS = "isthmus";

  /** The paper's method: the whole batch cut at one place. */
  static final String EQ6 = "eq6";

  /** Plans of raw tensors only, as a device without a calibration makes them. */
  static final String RAW = "isthmus, raw tensors";

  /** Begins the name of plans under an accuracy budget. */
  static final String UNDER = "isthmus at ";

  static final String LOCAL = "local";
  static final String OFFLOAD = "offload";

  /** The order of tables: those that choose, the ends of the chain, the cuts between. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(Policy::rank).thenComparing(Comparator.naturalOrder());

  private static final Pattern CUT = Pattern.compile(".* \\(([0-9]{1,6})\\)");

  /** One that chooses. */
  static Policy choosing(String name, String query) {
    return new Policy(name, query, OptionalInt.empty());
  }

  /** One that always cuts at the same place. */
  static Policy fixed(String name, int cut) {
    return new Policy(name, "split=" + cut, OptionalInt.of(cut));
  }

  /** Whether one of that name always cuts at the same place. */
  static boolean isFixed(String name) {
    return !isPlanned(name) && !name.equals(EQ6);
  }

  /** Whether one of that name is Isthmus in one of its forms, and no other policy. */
  static boolean isPlanned(String name) {
    return name.equals(ISTHMUS) || name.equals(RAW) || isUnderBudget(name);
  }

  /** Whether answers of one of that name may be others than the uncut chain's. */
  static boolean isUnderBudget(String name) {
    return name.startsWith(UNDER);
  }

  private static int rank(String name) {
    if (isUnderBudget(name)) {
      return -5;
    }
    Matcher cut = CUT.matcher(name);
    return switch (name) {
      case ISTHMUS -> -6;
      case RAW -> -4;
      case EQ6 -> -3;
      case LOCAL -> -2;
      case OFFLOAD -> -1;
      default -> cut.matches() ? Integer.parseInt(cut.group(1)) : Integer.MAX_VALUE;
    };
  }
}
