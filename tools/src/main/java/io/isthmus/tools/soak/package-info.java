/** Many requests under faults: what is lost, what is wrong, what is left behind. */
@NullMarked
package io.isthmus.tools.soak;

import org.jspecify.annotations.NullMarked;
