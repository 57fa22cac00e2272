package io.isthmus.network;

/** The element types that may cross the wire and the JNI; every other one is refused. */
public enum DType {
  /** Unsigned bytes: pixels. */
  U8(1),
  /** IEEE 754 single precision: activations and logits. */
  F32(4);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
