package io.isthmus.tools.trace;

import io.isthmus.units.DataRate;

/**
 * What a link carried from a moment on.
 *
 * @param seconds since the trace began
 * @param rate until the next sample
 */
public record Sample(double seconds, DataRate rate) {}
