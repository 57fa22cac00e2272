/** libtorch through DJL: the only package that may use either. */
@NullMarked
package io.isthmus.engine.torch;

import org.jspecify.annotations.NullMarked;
