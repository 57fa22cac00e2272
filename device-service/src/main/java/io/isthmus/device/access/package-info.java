/** Who may have images classified. */
@NullMarked
package io.isthmus.device.access;

import org.jspecify.annotations.NullMarked;
