/** Chooses the engine: the only package that names an implementation. */
@NullMarked
package io.isthmus.engine.backends;

import org.jspecify.annotations.NullMarked;
