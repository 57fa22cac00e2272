package io.isthmus.lab.bench;

import io.isthmus.cli.service.Answer;
import java.util.List;

/**
 * A step of the link, and how soon the device followed it.
 *
 * @param from rate before, with its unit
 * @param to rate after
 * @param input {@code photos} or {@code frames}
 * @param batch images in a request
 * @param choices the decisions of the first requests after the step
 * @param settled the choice when the new conditions are well known
 */
record Step(
    String from,
    String to,
    String input,
    int batch,
    List<Answer.Decision> choices,
    Settled settled) {

  /** Requests after a step that are looked at. */
  static final int LOOKED_AT = 4;

  /** Whether that request after the step, counted from 1, took the settled cut or one that ties. */
  boolean hasSettledBy(int request) {
    return settled.accepts(choices.get(request - 1).split());
  }
}
