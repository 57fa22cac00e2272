package io.isthmus.decision;

/**
 * A part of a batch that takes one option.
 *
 * @param images number of images, at least 1
 * @param option the option
 */
public record Chunk(int images, Option option) {}
