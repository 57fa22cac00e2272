package io.isthmus.calibrating;

/** Is told how far a calibration has come. */
public interface Progress {

  /** What a calibration does, in this order; {@link #SENSITIVITY} for each cut. */
  enum Stage {
    /** The ranges of the channels, picture by picture. */
    RANGES,
    /** How much each channel counts, tail by tail. */
    SENSITIVITY,
    /** What encodings cost, picture by picture. */
    MEASURING
  }

  /** So many of so many are done. */
  void step(Stage stage, int done, int of);
}
