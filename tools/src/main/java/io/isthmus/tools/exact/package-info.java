/** Holding a device's answers against the uncut chain, bit for bit. */
@NullMarked
package io.isthmus.tools.exact;

import org.jspecify.annotations.NullMarked;
