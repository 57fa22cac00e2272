/** What a calibration has measured, and what an accuracy budget allows by it. */
@NullMarked
package io.isthmus.calibration;

import org.jspecify.annotations.NullMarked;
