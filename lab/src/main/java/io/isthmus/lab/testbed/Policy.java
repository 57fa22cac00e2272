package io.isthmus.lab.testbed;

import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

  static final String LOCAL = "local";
  static final String OFFLOAD = "offload";

  /** The order of tables: those that choose, the ends of the chain, the cuts between. */
  static final Comparator<String> ORDER =
      Comparator.comparingInt(Policy::rank).thenComparing(Comparator.naturalOrder());

  private static final Pattern CUT = Pattern.compile(".* \\(([0-9]{1,6})\\)");

  /** All that are allowed for what comes in. */
  static List<Policy> of(Network network, InputPolicy input) {
    List<Policy> policies = new ArrayList<>();
    policies.add(new Policy(ISTHMUS, "split=auto&plan=auto", OptionalInt.empty()));
    policies.add(new Policy(EQ6, "split=auto&plan=single", OptionalInt.empty()));
    policies.add(fixed(LOCAL, network.length()));
    if (input.rawInputMayLeave()) {
      policies.add(fixed(OFFLOAD, 0));
    }
    for (int cut : Bottlenecks.of(network).compressive()) {
      policies.add(fixed("%s (%d)".formatted(network.cutName(cut), cut), cut));
    }
    return policies;
  }

  private static Policy fixed(String name, int cut) {
    return new Policy(name, "split=" + cut, OptionalInt.of(cut));
  }

  /** Whether one of that name always cuts at the same place. */
  static boolean isFixed(String name) {
    return !name.equals(ISTHMUS) && !name.equals(EQ6);
  }

  private static int rank(String name) {
    Matcher cut = CUT.matcher(name);
    return switch (name) {
      case ISTHMUS -> -4;
      case EQ6 -> -3;
      case LOCAL -> -2;
      case OFFLOAD -> -1;
      default -> cut.matches() ? Integer.parseInt(cut.group(1)) : Integer.MAX_VALUE;
    };
  }
}
