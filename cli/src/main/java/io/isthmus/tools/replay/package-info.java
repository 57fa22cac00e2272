/** What a device recorded, decided again. */
@NullMarked
package io.isthmus.tools.replay;

import org.jspecify.annotations.NullMarked;
