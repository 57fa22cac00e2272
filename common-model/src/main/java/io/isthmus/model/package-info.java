/** The model package, its units and the bottlenecks of the network. */
@NullMarked
package io.isthmus.model;

import org.jspecify.annotations.NullMarked;
