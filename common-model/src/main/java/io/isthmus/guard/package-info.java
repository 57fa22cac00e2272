/**
 * Whether encodings keep in service what their calibration promises: counts of checked answers, and
 * the sequential test that suspends an option. Pure: no clock, no thread, no I/O.
 */
@NullMarked
package io.isthmus.guard;

import org.jspecify.annotations.NullMarked;
