package io.isthmus.detection;

/**
 * Something that a network has seen.
 *
 * @param box where, in pixels of the network's input
 * @param score how sure it is
 * @param index the class
 */
public record Detection(Box box, float score, int index) {}
