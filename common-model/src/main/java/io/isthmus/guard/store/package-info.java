/** Reads and writes what a guard has seen, so that a suspension survives a restart. */
@NullMarked
package io.isthmus.guard.store;

import org.jspecify.annotations.NullMarked;
