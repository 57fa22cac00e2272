package io.isthmus.image;

/** Makes what takes a picture's rows, once it is known how large the picture comes. */
interface Sinks {

  /** For a picture of that many columns and rows. */
  RowSink of(int width, int height);
}
