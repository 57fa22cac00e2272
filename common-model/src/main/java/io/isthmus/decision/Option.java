package io.isthmus.decision;

import io.isthmus.encoding.Encoding;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One way to share an inference between this device and an edge. The time of everything that a
 * decision compares is predicted for an option. Options are ordered by their cuts, then by edge,
 * encoding and exit.
 *
 * @param edge number of the edge, from 0
 * @param cut l: the device runs units 1 … l, the edge units l+1 … L. With cut 0 the input itself
 *     crosses the link; with cut L nothing does.
 * @param encoding how the tensors at the cut are written
 * @param exit after which unit confident images leave; null where all images run through all units
 */
public record Option(int edge, int cut, Encoding encoding, @Nullable Integer exit)
    implements Comparable<Option> {

  /** The number of the only edge. */
  public static final int ONLY_EDGE = 0;

  private static final Comparator<Option> ORDER =
      Comparator.comparingInt(Option::cut)
          .thenComparingInt(Option::edge)
          .thenComparing(Option::encoding)
          .thenComparing(Option::exit, Comparator.nullsFirst(Comparator.naturalOrder()));

  /** Throws IllegalArgumentException for a negative edge or cut, and for an exit before unit 1. */
  public Option {
    if (edge < 0 || cut < 0 || (exit != null && exit < 1)) {
      throw new IllegalArgumentException(
          "an option has an edge and a cut of at least 0, and an exit of at least 1");
    }
  }

  /** A cut with the only edge, raw tensors and no exit. */
  public static Option at(int cut) {
    return new Option(ONLY_EDGE, cut, Encoding.RAW, null);
  }

  /** A cut with the only edge, tensors in an encoding, and no exit. */
  public static Option at(int cut, Encoding encoding) {
    return new Option(ONLY_EDGE, cut, encoding, null);
  }

  /** Whether the edge runs all units. */
  public boolean offloads() {
    return cut == 0;
  }

  /** Whether uploaded files cross the link as they are, so that the edge decodes the images. */
  public boolean sendsFiles() {
    return cut == 0 && encoding.equals(Encoding.RAW);
  }

  @Override
  public int compareTo(Option other) {
    return ORDER.compare(this, other);
  }
}
