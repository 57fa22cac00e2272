package io.isthmus.tensor;

import io.isthmus.network.CutTensors;
import io.isthmus.network.NamedTensor;
import java.util.stream.Collectors;

/**
 * What a receiver is ready to take: everything about the tensors but their batch size is known
 * before the first byte arrives, so nothing that a sender declares can make the receiver allocate
 * more.
 *
 * @param tensors their names in the header, and type and shape of one image's part of each
 * @param maxBatch largest batch that is accepted
 * @param encodings how they may be written
 */
public record TensorExpectation(CutTensors tensors, int maxBatch, AcceptedEncodings encodings) {

  /** Tensors that are taken in their own types alone. */
  public TensorExpectation(CutTensors tensors, int maxBatch) {
    this(tensors, maxBatch, AcceptedEncodings.RAW);
  }

  /** Their names, for messages. */
  String names() {
    String names =
        tensors.tensors().stream()
            .map(tensor -> "'%s'".formatted(tensor.name()))
            .collect(Collectors.joining(", "));
    return (tensors.size() == 1 ? "the tensor " : "the tensors ") + names;
  }

  /** What is expected, for messages. */
  String shown() {
    return tensors.size() == 1
        ? "one tensor named '%s' is expected, and no other"
            .formatted(tensors.tensors().get(0).name())
        : names() + " are expected, and no other";
  }

  /** What a message about a tensor begins with: its name where there are several. */
  String about(NamedTensor tensor) {
    return tensors.size() == 1 ? "" : "of '%s', ".formatted(tensor.name());
  }

  boolean has(String name) {
    return tensors.tensors().stream().anyMatch(tensor -> tensor.name().equals(name));
  }
}
