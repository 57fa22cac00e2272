package io.isthmus.decision;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import io.isthmus.units.DataRate;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in a sentence why a decision was as it was. */
record Why(Network network, DecisionInput now) {

  /**
   * The sentence.
   *
   * @param next the runner-up; null if there was none
   * @param percent how much sooner the chosen cut is predicted than the runner-up
   */
  String sentence(Decision decision, @Nullable Candidate next, @Nullable Double percent) {
    LatencyBreakdown time = decision.predicted();
    String cut = name(decision.plan());
    String predicted =
        time == null ? cut + " cannot be predicted" : cut + " is predicted at " + ms(time);
    String margin =
        next == null || percent == null
            ? ""
            : ", %s sooner than %s".formatted(percent(percent), name(next.option()));
    return switch (decision.reason()) {
      case FASTEST -> predicted + margin + link();
      case PRIVACY -> predicted + margin + heldBack(decision) + link();
      case FORCED -> "the request named this: " + predicted + suspended(decision.plan());
      default -> because(decision.reason()) + ": " + predicted;
    };
  }

  private static String heldBack(Decision decision) {
    LatencyBreakdown offload = decision.heldBack();
    return offload == null
        ? ""
        : "; offload would take %s, but raw input may not leave the device".formatted(ms(offload));
  }

  private String suspended(Plan plan) {
    String names =
        plan.imagesByOption().keySet().stream()
            .filter(now.suspended()::contains)
            .map(this::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty()
        ? ""
        : "; %s is suspended: it changes more answers than its calibration promises"
            .formatted(names);
  }

  private String link() {
    Double ageMs = now.rateAgeMs();
    if (ageMs == null) {
      return "";
    }
    String rate = new DataRate(1000 * now.conditions().bytesPerMs()).toString();
    return String.format(
        Locale.ROOT,
        "; the link's rate of %s was measured %.1f s before",
        rate.replaceFirst("(?=[kMG]?B/s)", " "),
        ageMs / 1000);
  }

  private String because(Reason reason) {
    int batch = now.workload().batch();
    return switch (reason) {
      case NO_EDGE -> "no edge is configured";
      case EDGE_UNAVAILABLE -> "the edge does not answer, or its circuit breaker is open";
      case EDGE_BUSY -> "the edge has said that it is overloaded";
      case EDGE_MODEL_DIFFERS -> "the edge runs another model package";
      case ACCURACY -> "it would change more answers than the budget allows";
      case SUSPENDED ->
          "it is suspended, since it changes more answers than its calibration promises";
      case ENCODING_UNKNOWN -> "the edge does not know its encoding";
      case LINK_UNKNOWN -> "the link to the edge has not been measured yet";
      case EDGE_NO_ROOM -> noRoom("the edge", now.edgeRoom(), batch);
      case DEVICE_NO_ROOM -> noRoom("this device", now.deviceRoom(), batch);
      case TOO_LATE ->
          String.format(
              Locale.ROOT, "%.1f ms are left until the deadline", Math.max(0, now.leftMs()));
      case FASTEST, FORCED, PRIVACY -> throw new IllegalArgumentException("said otherwise");
    };
  }

  private static String noRoom(String machine, int room, int batch) {
    return "%s has room for batches of up to %d, not %d".formatted(machine, room, batch);
  }

  private String name(Plan plan) {
    if (plan.chunks().size() == 1) {
      return name(plan.chunks().get(0).option());
    }
    String groups =
        plan.imagesByOption().entrySet().stream()
            .map(group -> "%d at %s".formatted(group.getValue(), name(group.getKey())))
            .collect(Collectors.joining(", "));
    return "a plan of %d chunks (%s)".formatted(plan.chunks().size(), groups);
  }

  private String name(Option option) {
    int cut = option.cut();
    String encoding = option.encoding().equals(Encoding.RAW) ? "" : " as " + option.encoding();
    if (cut == 0) {
      return "offload" + encoding;
    }
    return cut == network.length()
        ? "local"
        : "%s (%d)%s".formatted(network.cutName(cut), cut, encoding);
  }

  private static String ms(LatencyBreakdown time) {
    return String.format(Locale.ROOT, "%.1f ms", time.totalMs());
  }

  private static String percent(double percent) {
    return percent < 1 ? "less than 1 %" : Math.round(percent) + " %";
  }
}
