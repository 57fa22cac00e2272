/** The edge-service: runs the tail of the network for devices. */
@NullMarked
package io.isthmus.edge;

import org.jspecify.annotations.NullMarked;
