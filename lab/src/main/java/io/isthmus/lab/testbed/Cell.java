package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;

/**
 * One situation, in which all policies are measured in turns.
 *
 * @param rate of the link
 * @param input what comes in
 * @param batch images in a request
 */
record Cell(DataRate rate, InputPolicy input, int batch) {}
