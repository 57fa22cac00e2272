/** Predictions for states of rate and batch, from shapes and stored profiles alone. */
@NullMarked
package io.isthmus.cli.predict;

import org.jspecify.annotations.NullMarked;
