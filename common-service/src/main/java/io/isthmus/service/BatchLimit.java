package io.isthmus.service;

/**
 * The largest batch that this service lets in. What it can compute is in its profile.
 *
 * @param maxBatch number of images, at least 1
 */
public record BatchLimit(int maxBatch) {}
