package io.isthmus.tools.predict;

/** The forms of input by name. */
enum InputKind {
  FRAMES,
  JPEG
}
