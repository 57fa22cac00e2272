/** Holding a device's answers against the uncut chain, bit for bit. */
@NullMarked
package io.isthmus.lab.exact;

import org.jspecify.annotations.NullMarked;
