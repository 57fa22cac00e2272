package io.isthmus.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a graph says that it takes and gives.
 *
 * @param inputs by name
 * @param outputs by name
 */
record OnnxGraph(Map<String, NodeInfo> inputs, Map<String, NodeInfo> outputs) {

  /** How ONNX Runtime writes a size that is only known when it runs. */
  private static final int ANY = -1;

  static OnnxGraph of(OrtSession session) throws OrtException {
    return new OnnxGraph(session.getInputInfo(), session.getOutputInfo());
  }

  /**
   * Requires exactly these tensors, each of its type and shape for any number of images.
   *
   * @throws IllegalStateException that says what it takes or gives instead
   */
  void require(List<NamedTensor> taken, List<NamedTensor> given) {
    require("takes", inputs, taken);
    require("gives", outputs, given);
  }

  private static void require(String verb, Map<String, NodeInfo> found, List<NamedTensor> wanted) {
    List<String> names = wanted.stream().map(NamedTensor::name).toList();
    if (!found.keySet().equals(new TreeSet<>(names))) {
      throw new IllegalStateException(
          "%s %s, but the manifest says %s".formatted(verb, listed(found.keySet()), listed(names)));
    }
    for (NamedTensor tensor : wanted) {
      String is = written(found.get(tensor.name()));
      String should = written(tensor);
      if (!is.equals(should)) {
        throw new IllegalStateException(
            "%s %s as %s, but the manifest says %s".formatted(verb, tensor.name(), is, should));
      }
    }
  }

  private static String listed(Collection<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }

  private static String written(@Nullable NodeInfo node) {
    return node != null && node.getInfo() instanceof TensorInfo tensor
        ? written(typeName(tensor.type), tensor.getShape())
        : "no tensor";
  }

  private static String written(NamedTensor tensor) {
    return written(tensor.spec().dtype().name(), tensor.spec().batchShape(ANY));
  }

  private static String written(String type, long[] shape) {
    StringJoiner sizes = new StringJoiner(",", "[", "]");
    for (int i = 0; i < shape.length; i++) {
      sizes.add(shape[i] == ANY ? (i == 0 ? "B" : "?") : Long.toString(shape[i]));
    }
    return type + " " + sizes;
  }

  private static String typeName(OnnxJavaType type) {
    for (DType dtype : DType.values()) {
      if (BlockTensor.javaType(dtype) == type) {
        return dtype.name();
      }
    }
    return type.name();
  }
}
