package io.isthmus.profiling;

import java.util.function.BooleanSupplier;

/** Decides when a piece of the measuring may have the machine. */
public interface Turns {

  /** A piece of the measuring, of an image or of a slice. */
  interface Piece<T> {

    /**
     * Measures.
     *
     * @param disturbed whether somebody else needs the machine, or has needed it since this piece
     *     began; asked between any two units
     * @throws DisturbedException if so
     */
    T measure(BooleanSupplier disturbed);
  }

  /**
   * Has a piece measured, again and again until it was not disturbed.
   *
   * @throws InterruptedException if the measuring is to end
   */
  <T> T take(Piece<T> piece) throws InterruptedException;

  /** For one who has the machine alone: every piece is measured at once, on the calling thread. */
  static Turns alone() {
    return new Turns() {
      @Override
      public <T> T take(Piece<T> piece) {
        return piece.measure(() -> false);
      }
    };
  }
}
