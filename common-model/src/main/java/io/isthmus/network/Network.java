package io.isthmus.network;

import java.util.List;
import java.util.OptionalInt;

/**
 * The shape of a network: a chain of units f_1 … f_L from pixels to logits. Cut l lies after unit
 * l; cut 0 is the input, cut L the answer.
 *
 * @param name the model's name, such as {@code efficientnet_b0}
 * @param fingerprint SHA-256 of the manifest, in hexadecimal: two machines may share a request only
 *     if theirs agree
 * @param input the pixels, U8 [3,H,W]
 * @param units f_1 … f_L in order
 * @param classes number of logits
 */
public record Network(
    String name, String fingerprint, TensorSpec input, List<Unit> units, int classes) {

  /** The name of cut 0. */
  public static final String INPUT = "input";

  /** Copies the units. */
  public Network {
    units = List.copyOf(units);
  }

  /** L, the number of units. */
  public int length() {
    return units.size();
  }

  /** Type and shape of h_l for one image, 0 ≤ l ≤ L. */
  public TensorSpec activation(int cut) {
    return cut == 0 ? input : units.get(cut - 1).output();
  }

  /** The name of cut l: {@code input}, or that of unit l. */
  public String cutName(int cut) {
    return cut == 0 ? INPUT : units.get(cut - 1).name();
  }

  /** The cut of that name, if there is one. */
  public OptionalInt cutNamed(String name) {
    if (name.equals(INPUT)) {
      return OptionalInt.of(0);
    }
    return units.stream().filter(u -> u.name().equals(name)).mapToInt(Unit::index).findFirst();
  }

  /** Compression ratio c_l = |h_l| / |x|, in elements. */
  public double ratio(int cut) {
    return (double) activation(cut).elements() / input.elements();
  }
}
