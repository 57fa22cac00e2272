/** Measures timing profiles on this machine. */
@NullMarked
package io.isthmus.profiling;

import org.jspecify.annotations.NullMarked;
