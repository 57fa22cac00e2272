package io.isthmus.service.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that was probably meant. */
final class Nearest {

  /** Two slips of the finger; more would make a guess of it. */
  private static final int MOST = 2;

  private Nearest() {}

  /** The one with the fewest letters added, left out, changed or swapped, if these are few. */
  static Optional<String> of(String given, Collection<String> known) {
    return known.stream()
        .filter(name -> Math.abs(name.length() - given.length()) <= MOST)
        .filter(name -> distance(given, name) <= MOST)
        .min(Comparator.comparingInt(name -> distance(given, name)));
  }

  /** Damerau's and Levenshtein's, where no part is edited twice. */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : least(d, i, j, a, b);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int least(int[][] d, int i, int j, String a, String b) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
  }
}
