package io.isthmus.image;

/**
 * A decoded image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb planar: all red bytes row by row, then green, then blue: U8 [3,height,width]
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to the engine, never compared
public record Pixels(int width, int height, byte[] rgb) {}
