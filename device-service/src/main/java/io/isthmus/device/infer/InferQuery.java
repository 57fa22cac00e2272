package io.isthmus.device.infer;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Plan;
import io.isthmus.device.decide.Wish;
import io.isthmus.model.Network;
import io.isthmus.service.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * The query of {@code POST /infer}.
 *
 * @param wish the cut or the plan that is asked for, or the fastest
 * @param top classes per image
 * @param logits whether the raw logits are wanted
 */
public record InferQuery(Wish wish, int top, boolean logits) {

  private static final int MAX_CHUNKS = 64;

  /** Reads the parameters; a value that cannot be is a 400 that says what can. */
  static InferQuery parse(
      String split, String plan, String top, String logits, Network network, IntPredicate allowed) {
    return new InferQuery(
        wish(split, plan, network, allowed), top(top, network.classes()), logits(logits));
  }

  /**
   * Reads what is asked of the decision; a value that cannot be is a 400 that says what can.
   *
   * @param allowed whether the configuration lets a cut be used
   */
  public static Wish wish(String split, String plan, Network network, IntPredicate allowed) {
    Wish wish = wish(split, plan, network);
    if (wish instanceof Wish.Cut cut) {
      requireAllowed(cut.split(), allowed);
    }
    if (wish instanceof Wish.Chunks chunks) {
      chunks.plan().chunks().forEach(chunk -> requireAllowed(chunk.split(), allowed));
    }
    return wish;
  }

  private static void requireAllowed(int cut, IntPredicate allowed) {
    if (!allowed.test(cut)) {
      throw Problems.badRequest(
          "Raw input may not leave this device, so it cannot be offloaded; choose a later cut.");
    }
  }

  private static Wish wish(String split, String plan, Network network) {
    OptionalInt cut = split(split, network);
    if (cut.isPresent()) {
      if (!plan.equals("auto")) {
        throw Problems.badRequest("Name either a split or a plan.");
      }
      return new Wish.Cut(cut.getAsInt());
    }
    return switch (plan) {
      case "auto" -> new Wish.Fastest();
      case "single" -> new Wish.FastestCut();
      default -> new Wish.Chunks(chunks(plan, network));
    };
  }

  /** Such as {@code 8@block5,8@18}: images at a cut, one chunk after the other. */
  private static Plan chunks(String plan, Network network) {
    List<Chunk> chunks = new ArrayList<>();
    for (String chunk : plan.split(",", MAX_CHUNKS + 1)) {
      int at = chunk.indexOf('@');
      int images = parseOr(at < 0 ? "" : chunk.substring(0, at), 0);
      if (images < 1 || chunks.size() == MAX_CHUNKS) {
        throw Problems.badRequest(
            "plan must be auto, single, or at most %d chunks like 8@%s,8@%d."
                .formatted(MAX_CHUNKS, network.cutName(1), network.length()));
      }
      OptionalInt cut = split(chunk.substring(at + 1), network);
      chunks.add(new Chunk(images, cut.orElseThrow(InferQuery::noCut)));
    }
    return new Plan(chunks);
  }

  private static RuntimeException noCut() {
    return Problems.badRequest("A chunk of a plan needs a cut, not auto.");
  }

  private static OptionalInt split(String split, Network network) {
    return switch (split) {
      case "auto" -> OptionalInt.empty();
      case "local" -> OptionalInt.of(network.length());
      case "offload" -> OptionalInt.of(0);
      default -> {
        OptionalInt named = network.cutNamed(split);
        yield named.isPresent() ? named : OptionalInt.of(number(split, network.length()));
      }
    };
  }

  private static int number(String split, int length) {
    int cut = parseOr(split, -1);
    if (cut < 0 || cut > length) {
      throw Problems.badRequest(
          "split must be auto, local, offload, a cut from 0 to %d or a unit's name."
              .formatted(length));
    }
    return cut;
  }

  private static int top(String top, int classes) {
    int count = parseOr(top, -1);
    if (count < 1 || count > classes) {
      throw Problems.badRequest("top must be 1 to %d.".formatted(classes));
    }
    return count;
  }

  private static boolean logits(String logits) {
    return switch (logits) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problems.badRequest("logits must be true or false.");
    };
  }

  private static int parseOr(String text, int otherwise) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
