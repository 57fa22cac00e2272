package io.isthmus.service;

/**
 * The largest batch that this service takes: what the configuration allows and the profile has
 * found to fit in memory.
 *
 * @param maxBatch number of images, at least 1
 */
public record BatchLimit(int maxBatch) {}
