/** The one holder of the device's controller: its clock, its lock, and its recording. */
@NullMarked
package io.isthmus.device.control;

import org.jspecify.annotations.NullMarked;
