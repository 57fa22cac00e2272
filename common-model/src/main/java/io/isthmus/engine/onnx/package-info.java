/** ONNX Runtime through its Java API: the only package that may use it. */
@NullMarked
package io.isthmus.engine.onnx;

import org.jspecify.annotations.NullMarked;
