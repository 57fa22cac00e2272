/** Reads and writes timing profiles as JSON, within limits. */
@NullMarked
package io.isthmus.profile.store;

import org.jspecify.annotations.NullMarked;
