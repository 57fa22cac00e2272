/** Many requests under faults: what is lost, what is wrong, what is left behind. */
@NullMarked
package io.isthmus.lab.soak;

import org.jspecify.annotations.NullMarked;
