package io.isthmus.lab.bench;

/** What else the edge has to do. */
enum Load {
  /** Nothing. */
  NONE("idle edge"),

  /** Another device posts the tail of one image after another, with short pauses: a queue. */
  NEIGHBOUR("a neighbour"),

  /** Another program computes on the edge's core all the time: half the speed. */
  PROGRAM("another program");

  private final String label;

  Load(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
