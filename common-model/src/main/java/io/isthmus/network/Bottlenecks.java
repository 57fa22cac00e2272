package io.isthmus.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The cuts where a network narrows by itself.
 *
 * @param natural cuts with c_l &lt; 1, for 1 ≤ l &lt; L
 * @param compressive natural bottlenecks narrower than every earlier one (Eq. 3): only these are
 *     worth a cut, since an equal ratio later only moves work to the slower machine
 */
public record Bottlenecks(List<Integer> natural, List<Integer> compressive) {

  /** Copies the lists. */
  public Bottlenecks {
    natural = List.copyOf(natural);
    compressive = List.copyOf(compressive);
  }

  /** Finds the bottlenecks of a network. */
  public static Bottlenecks of(Network network) {
    List<Integer> natural = new ArrayList<>();
    List<Integer> compressive = new ArrayList<>();
    long narrowest = network.input().elements();
    for (int cut = 1; cut < network.length(); cut++) {
      long elements = network.activation(cut).elements();
      if (elements < network.input().elements()) {
        natural.add(cut);
      }
      if (elements < narrowest) {
        compressive.add(cut);
        narrowest = elements;
      }
    }
    return new Bottlenecks(natural, compressive);
  }
}
