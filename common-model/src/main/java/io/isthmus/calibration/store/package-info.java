/** Reads and writes calibrations as JSON, within limits. */
@NullMarked
package io.isthmus.calibration.store;

import org.jspecify.annotations.NullMarked;
