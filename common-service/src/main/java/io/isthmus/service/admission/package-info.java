/** How many requests may compute or wait; the excess is refused before its body is read. */
@NullMarked
package io.isthmus.service.admission;

import org.jspecify.annotations.NullMarked;
