/** Tensors and their one-tensor safetensors form, the wire format of a cut. */
@NullMarked
package io.isthmus.tensor;

import org.jspecify.annotations.NullMarked;
