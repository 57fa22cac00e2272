package io.isthmus.cli.predict;

/** The forms of input by name. */
enum InputKind {
  FRAMES,
  JPEG
}
