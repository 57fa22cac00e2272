/**
 * The controller: one immutable state that holds all that a device learns, a decision as a function
 * of it, and the next state for every event. Pure: no clock, no thread, no I/O. The service, the
 * simulation, the tests and a replay run the same object.
 */
@NullMarked
package io.isthmus.control;

import org.jspecify.annotations.NullMarked;
