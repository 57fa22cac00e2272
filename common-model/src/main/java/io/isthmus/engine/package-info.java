/** Runs units of a network on libtorch, through DJL; owns all native memory. */
@NullMarked
package io.isthmus.engine;

import org.jspecify.annotations.NullMarked;
