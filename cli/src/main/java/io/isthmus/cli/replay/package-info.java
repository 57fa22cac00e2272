/** What a device recorded, decided again. */
@NullMarked
package io.isthmus.cli.replay;

import org.jspecify.annotations.NullMarked;
