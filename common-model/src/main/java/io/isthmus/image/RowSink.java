package io.isthmus.image;

/** Takes the rows of a picture as they are decoded, from the top, each once. */
interface RowSink {

  /**
   * Takes a row.
   *
   * @param y the row's number, from 0
   * @param rgb a pixel each: red in the highest byte, then green, then blue; the lowest byte means
   *     nothing. It may be longer than the row, and is not to be kept
   */
  void row(int y, int[] rgb);
}
