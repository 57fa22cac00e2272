/** Timing profiles: what a machine needs for each unit and batch size. Data only. */
@NullMarked
package io.isthmus.profile;

import org.jspecify.annotations.NullMarked;
