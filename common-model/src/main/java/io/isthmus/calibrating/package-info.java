/** Measures calibrations: what encodings cost in bytes and in changed answers. */
@NullMarked
package io.isthmus.calibrating;

import org.jspecify.annotations.NullMarked;
