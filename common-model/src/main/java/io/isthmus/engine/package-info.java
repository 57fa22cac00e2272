/**
 * Runs units of a network on native memory that belongs to a request. The engine that computes
 * stands behind {@link io.isthmus.engine.InferenceBackend}.
 */
@NullMarked
package io.isthmus.engine;

import org.jspecify.annotations.NullMarked;
