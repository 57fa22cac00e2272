package io.isthmus.cli.demo;

import io.isthmus.cli.harness.InputKind;
import io.isthmus.units.DataRate;

/**
 * One situation to measure.
 *
 * @param rate of the link
 * @param batch images in a request
 * @param input what the request brings
 * @param rawInputMayLeave whether the device may send that as it is
 */
record Cell(DataRate rate, int batch, InputKind input, boolean rawInputMayLeave) {}
