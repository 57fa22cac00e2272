package io.isthmus.device.infer;

import io.isthmus.device.decide.Wish;
import io.isthmus.network.Network;
import io.isthmus.network.OutputKind;
import io.isthmus.service.http.Query;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.units.WholeNumber;

/**
 * What the query of {@code POST /infer} asks for.
 *
 * @param wish what is asked of the decision
 * @param top classes per image
 * @param logits whether the raw logits are wanted
 * @param outputs whether every output is wanted by its name
 * @param partial whether images that can be used are answered beside ones that cannot
 */
record InferQuery(Wish wish, int top, boolean logits, boolean outputs, boolean partial) {

  /** Classes an image, where the request names no number and the network has as many. */
  private static final int USUAL_TOP = 5;

  /** Reads the parameters; a value that cannot be is a 400 that says what can. */
  static InferQuery parse(Query query, Network network, WishReader wishes) {
    String top = query.value("top");
    NamedWish named =
        new NamedWish(
            query.value("split", NamedWish.AUTO),
            query.value("plan", NamedWish.AUTO),
            query.value("accuracy"));
    return new InferQuery(
        wishes.read(named),
        top == null ? Math.min(USUAL_TOP, network.classes()) : top(top, network.classes()),
        flag(query, "logits", false),
        flag(
            query, "outputs", network.kinds().stream().anyMatch(kind -> kind != OutputKind.LOGITS)),
        flag(query, "partial", false));
  }

  private static int top(String top, int classes) {
    if (classes == 0) {
      throw Problems.badRequest("top counts classes, and this network has none.");
    }
    return (int)
        WholeNumber.parse(top, 1, classes)
            .orElseThrow(
                () ->
                    Problems.badRequest(
                        "top must be a whole number from 1 to %d.".formatted(classes)));
  }

  private static boolean flag(Query query, String name, boolean absent) {
    return switch (query.value(name, Boolean.toString(absent))) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problems.badRequest(name + " must be true or false.");
    };
  }
}
