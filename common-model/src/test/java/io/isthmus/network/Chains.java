package io.isthmus.network;

import java.util.ArrayList;
import java.util.List;

/** Networks made for tests: units named u1 … uL that only have shapes. */
public final class Chains {

  private Chains() {}

  /** A chain on 3 × side × side pixels whose units give that many elements each. */
  public static Network of(int side, List<Integer> elements) {
    List<Unit> units = new ArrayList<>();
    for (int n : elements) {
      int l = units.size() + 1;
      units.add(new Unit(l, "u" + l, new TensorSpec(DType.F32, List.of(n)), 0));
    }
    TensorSpec input = new TensorSpec(DType.U8, List.of(3, side, side));
    return Network.classifier("made", "f".repeat(64), input, units);
  }
}
