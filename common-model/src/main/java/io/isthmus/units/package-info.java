/** Values with units, as people write them. */
@NullMarked
package io.isthmus.units;

import org.jspecify.annotations.NullMarked;
