package io.isthmus.decision;

/**
 * A part of a batch that is cut at one place.
 *
 * @param images number of images, at least 1
 * @param split the cut, 0 … L
 */
public record Chunk(int images, int split) {}
