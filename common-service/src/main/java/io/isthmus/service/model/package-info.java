/** Loads the model, and runs stretches of its chain on the inference threads. */
@NullMarked
package io.isthmus.service.model;

import org.jspecify.annotations.NullMarked;
