/** The device-service: runs the head of the network and decides where to cut. */
@NullMarked
package io.isthmus.device;

import org.jspecify.annotations.NullMarked;
