/** Timing profiles: what a machine needs for each unit and batch, measured and stored. */
@NullMarked
package io.isthmus.profile;

import org.jspecify.annotations.NullMarked;
