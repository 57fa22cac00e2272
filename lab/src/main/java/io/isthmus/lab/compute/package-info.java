/** Our engine beside ONNX Runtime and PyTorch: {@code bench compute}. */
@NullMarked
package io.isthmus.lab.compute;

import org.jspecify.annotations.NullMarked;
