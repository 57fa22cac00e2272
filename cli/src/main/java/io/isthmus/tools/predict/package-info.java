/** Predictions for states of rate and batch, from shapes and stored profiles alone. */
@NullMarked
package io.isthmus.tools.predict;

import org.jspecify.annotations.NullMarked;
