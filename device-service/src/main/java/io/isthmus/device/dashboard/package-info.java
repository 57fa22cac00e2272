/** The page at the root, and the stream of events that keeps it up to date. */
@NullMarked
package io.isthmus.device.dashboard;

import org.jspecify.annotations.NullMarked;
