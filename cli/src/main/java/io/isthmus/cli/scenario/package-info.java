/** Eq. 7 of the paper on a link whose rate changes. */
@NullMarked
package io.isthmus.cli.scenario;

import org.jspecify.annotations.NullMarked;
