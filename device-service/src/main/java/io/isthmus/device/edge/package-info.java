/** The link to the edge: exchanges, their supervision and what is learnt from them. */
@NullMarked
package io.isthmus.device.edge;

import org.jspecify.annotations.NullMarked;
