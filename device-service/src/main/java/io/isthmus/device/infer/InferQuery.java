package io.isthmus.device.infer;

import io.isthmus.model.Network;
import io.isthmus.service.Problems;
import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * The query of {@code POST /infer}.
 *
 * @param split the cut that is asked for; empty for {@code auto}
 * @param top classes per image
 * @param logits whether the raw logits are wanted
 */
record InferQuery(OptionalInt split, int top, boolean logits) {

  /** Reads the parameters; a value that cannot be is a 400 that says what can. */
  static InferQuery parse(
      String split, String top, String logits, Network network, IntPredicate allowed) {
    OptionalInt cut = split(split, network);
    if (cut.isPresent() && !allowed.test(cut.getAsInt())) {
      throw Problems.badRequest(
          "Raw input may not leave this device, so it cannot be offloaded; choose a later cut.");
    }
    return new InferQuery(cut, top(top, network.classes()), logits(logits));
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
