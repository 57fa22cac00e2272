package io.isthmus.device.infer;

import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.network.Network;
import io.isthmus.service.http.Query;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.units.WholeNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * The query of {@code POST /infer}.
 *
 * @param wish the cut or the plan that is asked for, or the fastest
 * @param top classes per image
 * @param logits whether the raw logits are wanted
 * @param partial whether images that can be used are answered beside ones that cannot
 */
public record InferQuery(SplitPreference wish, int top, boolean logits, boolean partial) {

  /** What {@code split} and {@code plan} are where the request does not name them. */
  public static final String AUTO = "auto";

  private static final int MAX_CHUNKS = 64;

  /** More than any request brings; so many in every chunk are still a number. */
  private static final int MOST_IMAGES = 1_000_000;

  /** Classes an image, where the request names no number and the network has as many. */
  private static final int USUAL_TOP = 5;

  /** Reads the parameters; a value that cannot be is a 400 that says what can. */
  static InferQuery parse(Query query, Network network, Predicate<Option> allowed) {
    String top = query.value("top");
    return new InferQuery(
        wish(query.value("split", AUTO), query.value("plan", AUTO), network, allowed),
        top == null ? Math.min(USUAL_TOP, network.classes()) : top(top, network.classes()),
        flag(query, "logits"),
        flag(query, "partial"));
  }

  /**
   * Reads what is asked of the decision; a value that cannot be is a 400 that says what can.
   *
   * @param allowed whether the configuration lets a cut be used
   */
  public static SplitPreference wish(
      String split, String plan, Network network, Predicate<Option> allowed) {
    SplitPreference wish = wish(split, plan, network);
    if (wish instanceof SplitPreference.Cut cut) {
      requireAllowed(cut.option(), allowed);
    }
    if (wish instanceof SplitPreference.Chunks chunks) {
      chunks.plan().chunks().forEach(chunk -> requireAllowed(chunk.option(), allowed));
    }
    return wish;
  }

  private static void requireAllowed(Option option, Predicate<Option> allowed) {
    if (!allowed.test(option)) {
      throw Problems.badRequest(
          "Raw input may not leave this device, so split and plan take cuts from 1 on.");
    }
  }

  private static SplitPreference wish(String split, String plan, Network network) {
    OptionalInt cut = split(split, network);
    if (cut.isPresent()) {
      if (!plan.equals(AUTO)) {
        throw Problems.badRequest(
            "split and plan exclude each other: give one of them, or one of them as auto.");
      }
      return new SplitPreference.Cut(Option.at(cut.getAsInt()));
    }
    return switch (plan) {
      case AUTO -> new SplitPreference.Fastest();
      case "single" -> new SplitPreference.FastestCut();
      default -> new SplitPreference.Chunks(chunks(plan, network));
    };
  }

  /** Such as {@code 8@block5,8@18}: images at a cut, one chunk after the other. */
  private static Plan chunks(String plan, Network network) {
    List<Chunk> chunks = new ArrayList<>();
    for (String chunk : plan.split(",", MAX_CHUNKS + 1)) {
      int at = chunk.indexOf('@');
      OptionalLong images = WholeNumber.parse(at < 0 ? "" : chunk.substring(0, at), 1, MOST_IMAGES);
      OptionalInt cut = cut(chunk.substring(at + 1), network);
      if (images.isEmpty() || cut.isEmpty() || chunks.size() == MAX_CHUNKS) {
        throw Problems.badRequest(
            "plan must be auto, single, or at most %d chunks like 8@%s,8@%d: images, and a cut from 0 to %d, a unit's name, local or offload."
                .formatted(MAX_CHUNKS, network.cutName(1), network.length(), network.length()));
      }
      chunks.add(new Chunk((int) images.getAsLong(), Option.at(cut.getAsInt())));
    }
    return new Plan(chunks);
  }

  /** The cut that is named; empty for auto. */
  private static OptionalInt split(String split, Network network) {
    OptionalInt cut = cut(split, network);
    if (cut.isEmpty() && !split.equals(AUTO)) {
      throw Problems.badRequest(
          "split must be auto, local, offload, a cut from 0 to %d or a unit's name."
              .formatted(network.length()));
    }
    return cut;
  }

  private static OptionalInt cut(String name, Network network) {
    return switch (name) {
      case "local" -> OptionalInt.of(network.length());
      case "offload" -> OptionalInt.of(0);
      default -> {
        OptionalInt named = network.cutNamed(name);
        yield named.isPresent() ? named : number(name, network.length());
      }
    };
  }

  private static OptionalInt number(String cut, int length) {
    OptionalLong number = WholeNumber.parse(cut, 0, length);
    return number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : OptionalInt.empty();
  }

  private static int top(String top, int classes) {
    return (int)
        WholeNumber.parse(top, 1, classes)
            .orElseThrow(
                () ->
                    Problems.badRequest(
                        "top must be a whole number from 1 to %d.".formatted(classes)));
  }

  private static boolean flag(Query query, String name) {
    return switch (query.value(name, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problems.badRequest(name + " must be true or false.");
    };
  }
}
