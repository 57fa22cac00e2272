package io.isthmus.lab.reproduce;

import io.isthmus.cli.predict.CostKind;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Terms;

/** What is counted. */
enum Variant {
  /** As the paper does. */
  EQ4("eq4", "Eq. 4 to the letter", CostKind.PAPER, true),
  /** Activations of four bytes an element, and the input of one. */
  FRAMES("frames", "true bytes, raw frames", CostKind.WIRE, true),
  /** The same, and the input is smaller still. */
  JPEG("jpeg", "true bytes, JPEG", CostKind.WIRE, true),
  /** Frames without cut 0. */
  PRIVATE("private", "true bytes, raw input stays", CostKind.WIRE, false);

  private final String id;
  private final String title;
  private final CostKind cost;
  private final boolean rawInputMayLeave;

  Variant(String id, String title, CostKind cost, boolean rawInputMayLeave) {
    this.id = id;
    this.title = title;
    this.cost = cost;
    this.rawInputMayLeave = rawInputMayLeave;
  }

  String id() {
    return id;
  }

  String title() {
    return title;
  }

  /** What is counted if photographs are like this one. */
  Terms terms(InputForm.Jpeg photo) {
    InputForm input = this == JPEG ? photo : new InputForm.Frames();
    return new Terms(cost, input, rawInputMayLeave);
  }
}
