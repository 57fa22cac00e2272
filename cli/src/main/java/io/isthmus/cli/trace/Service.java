package io.isthmus.cli.trace;

import io.isthmus.units.DataRate;

/**
 * How a link serves what is sent at a moment.
 *
 * @param waitSeconds until it carries anything at all; 0 but in an outage
 * @param rate that it has then
 */
public record Service(double waitSeconds, DataRate rate) {}
