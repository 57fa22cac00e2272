package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;

/**
 * One situation, in which all policies are measured in turns.
 *
 * @param rate of the link
 * @param feed what comes in
 * @param batch images in a request
 */
record Cell(DataRate rate, Feed feed, int batch) {}
