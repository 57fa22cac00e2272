/** Our engine beside ONNX Runtime and PyTorch: {@code bench compute}. */
@NullMarked
package io.isthmus.tools.compute;

import org.jspecify.annotations.NullMarked;
