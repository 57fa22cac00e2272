package io.isthmus.engine.backends;

import io.isthmus.model.Form;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which engine is to compute. */
public enum EngineChoice {
  /** The one that is faster on this machine for the package at hand. */
  AUTO(null),
  /** libtorch. */
  PYTORCH(Form.Engine.PYTORCH),
  /** ONNX Runtime. */
  ONNXRUNTIME(Form.Engine.ONNX_RUNTIME);

  private final Form.@Nullable Engine named;

  EngineChoice(Form.@Nullable Engine named) {
    this.named = named;
  }

  /** The engine that is named; null where the faster one is wanted. */
  public Form.@Nullable Engine named() {
    return named;
  }

  /** As it is written. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
