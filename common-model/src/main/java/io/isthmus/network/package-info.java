/** A network as decisions see it: a chain of units, the tensors at its cuts, its bottlenecks. */
@NullMarked
package io.isthmus.network;

import org.jspecify.annotations.NullMarked;
