package io.isthmus.encoding;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The ways of writing tensors that an edge reads. An edge may be older or newer than its device, so
 * it tells them.
 *
 * @param kinds in the order of {@link Encoding.Kind}; {@link Encoding.Kind#RAW} is always there
 */
public record KnownEncodings(Set<Encoding.Kind> kinds) {

  /** {@link Encoding.Kind#RAW} alone. */
  public static final KnownEncodings RAW = new KnownEncodings(Set.of());

  /** What an edge reads that tells nothing: tensors in their own types. */
  public static final KnownEncodings UNTOLD = new KnownEncodings(EnumSet.of(Encoding.Kind.PIXELS));

  /** All that this build reads. */
  public static final KnownEncodings ALL = new KnownEncodings(EnumSet.allOf(Encoding.Kind.class));

  private static final Set<Encoding.Kind> OF_PIXELS =
      EnumSet.of(
          Encoding.Kind.RAW, Encoding.Kind.PIXELS, Encoding.Kind.LOSSLESS, Encoding.Kind.JPEG);

  private static final Set<Encoding.Kind> OF_FLOATS =
      EnumSet.of(
          Encoding.Kind.RAW, Encoding.Kind.LOSSLESS, Encoding.Kind.F16, Encoding.Kind.QUANTISED);

  /** Copies the set. */
  public KnownEncodings {
    EnumSet<Encoding.Kind> copy = EnumSet.of(Encoding.Kind.RAW);
    copy.addAll(kinds);
    kinds = Collections.unmodifiableSet(copy);
  }

  /** Those with these words; words that mean nothing here are left out. */
  public static KnownEncodings named(Collection<String> words) {
    EnumSet<Encoding.Kind> kinds = EnumSet.noneOf(Encoding.Kind.class);
    for (Encoding.Kind kind : Encoding.Kind.values()) {
      if (words.contains(kind.word())) {
        kinds.add(kind);
      }
    }
    return new KnownEncodings(kinds);
  }

  /** Whether tensors in that encoding can be read. */
  public boolean include(Encoding encoding) {
    return kinds.contains(encoding.kind());
  }

  /** Those of them that pixels can have: the input of a network that takes pictures. */
  public KnownEncodings ofPixels() {
    return among(OF_PIXELS);
  }

  /** Those of them that floats can have: all other inputs, and what crosses every later cut. */
  public KnownEncodings ofFloats() {
    return among(OF_FLOATS);
  }

  private KnownEncodings among(Set<Encoding.Kind> possible) {
    EnumSet<Encoding.Kind> here = EnumSet.copyOf(kinds);
    here.retainAll(possible);
    return new KnownEncodings(here);
  }

  /** Their words, such as {@code raw}. */
  public List<String> words() {
    return kinds.stream().map(Encoding.Kind::word).toList();
  }

  /** Their names, for messages: such as {@code raw, lossless or q2 to q256}. */
  public String names() {
    List<String> names = kinds.stream().map(Encoding.Kind::names).toList();
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }
}
