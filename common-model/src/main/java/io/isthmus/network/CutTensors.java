package io.isthmus.network;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tensors that are alive at a cut: usually one, several where skip connections cross it. Their
 * elements and bytes are counted together.
 *
 * @param tensors in the order in which units take and give them
 */
public record CutTensors(List<NamedTensor> tensors) {

  /** No cut has more tensors. */
  public static final int MOST = 16;

  /**
   * Copies the list. Throws IllegalArgumentException if it has none or more than {@value #MOST}
   * tensors, two of the same name, or 2 GiB or more an image.
   */
  public CutTensors {
    tensors = List.copyOf(tensors);
    if (tensors.isEmpty() || tensors.size() > MOST) {
      throw new IllegalArgumentException(
          "a cut has 1 to %d tensors, not %d".formatted(MOST, tensors.size()));
    }
    Set<String> names = new HashSet<>();
    long bytes = 0;
    for (NamedTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      bytes += tensor.spec().bytes(1);
    }
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("tensors of 2 GiB or more an image");
    }
  }

  /** A cut with one tensor. */
  public static CutTensors of(String name, TensorSpec spec) {
    return new CutTensors(List.of(new NamedTensor(name, spec)));
  }

  /** How many there are. */
  public int size() {
    return tensors.size();
  }

  /** Their types and shapes, in their order. */
  public List<TensorSpec> specs() {
    return tensors.stream().map(NamedTensor::spec).toList();
  }

  /** Type and shape of the only one; throws IllegalStateException if there are several. */
  public TensorSpec only() {
    if (size() != 1) {
      throw new IllegalStateException("%d tensors are at the cut, not one".formatted(size()));
    }
    return tensors.get(0).spec();
  }

  /** Whether all are of that type. */
  public boolean allOf(DType dtype) {
    return tensors.stream().allMatch(tensor -> tensor.spec().dtype() == dtype);
  }

  /** Number of elements of one image, |h|. */
  public long elements() {
    long elements = 0;
    for (NamedTensor tensor : tensors) {
      elements += tensor.spec().elements();
    }
    return elements;
  }

  /** Bytes of the raw data of a batch. */
  public long bytes(int batch) {
    long bytes = 0;
    for (NamedTensor tensor : tensors) {
      bytes += tensor.spec().bytes(batch);
    }
    return bytes;
  }
}
