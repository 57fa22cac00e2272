package io.isthmus.tools.simulate;

import io.isthmus.estimate.LinkSample;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request; times in milliseconds.
 *
 * @param split where it was cut
 * @param totalMs all of it
 * @param headMs the device's computing before the cut
 * @param waitMs wait at the edge
 * @param tailMs the edge's computing
 * @param sample of the link; null where nothing was exchanged to the end
 * @param overdueMs how long the exchange had taken when the device had finished alone; 0 if it did
 *     not
 */
record Outcome(
    int split,
    double totalMs,
    double headMs,
    double waitMs,
    double tailMs,
    @Nullable LinkSample sample,
    double overdueMs) {}
