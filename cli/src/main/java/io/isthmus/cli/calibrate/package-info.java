/** {@code calibrate}: what encodings cost on a user's pictures. */
@NullMarked
package io.isthmus.cli.calibrate;

import org.jspecify.annotations.NullMarked;
