/** Decisions for requests, and their record. */
@NullMarked
package io.isthmus.device.decide;

import org.jspecify.annotations.NullMarked;
