package io.isthmus.encoding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the tensors at a cut are written for the link. Encodings are ordered from the most faithful
 * to the smallest.
 *
 * @param kind the way of writing
 * @param parameter levels of {@link Kind#QUANTISED}; 0 for the others
 */
public record Encoding(Kind kind, int parameter) implements Comparable<Encoding> {

  /** A way to write tensors. */
  public enum Kind {
    /** Each element in its own type; for cut 0 the files of the input as they were uploaded. */
    RAW("raw"),
    /** Cut 0 only: the pre-processed uint8 tensor instead of the files. */
    PIXELS("pixels"),
    /** Byte planes, packed by zstd; for cut 0 the pre-processed uint8 tensor, packed. */
    LOSSLESS("lossless"),
    /** Half-precision floats in byte planes, packed by zstd. */
    F16("f16"),
    /** A uniform quantiser with bounds per channel and an entropy coder. */
    QUANTISED("q");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** Whether what is read is bit for bit what was written. */
    public boolean exact() {
      return this == RAW || this == PIXELS || this == LOSSLESS;
    }

    /** The name of the kind, such as {@code q}. */
    public String word() {
      return word;
    }
  }

  /** Fewest levels of a quantiser. */
  public static final int FEWEST_LEVELS = 2;

  /** Most levels of a quantiser. */
  public static final int MOST_LEVELS = 256;

  /** The names that {@link #parse} knows, for messages. */
  public static final String NAMES = "raw, pixels, lossless, f16 or q2 to q256";

  /** {@link Kind#RAW}. */
  public static final Encoding RAW = new Encoding(Kind.RAW, 0);

  /** {@link Kind#PIXELS}. */
  public static final Encoding PIXELS = new Encoding(Kind.PIXELS, 0);

  /** {@link Kind#LOSSLESS}. */
  public static final Encoding LOSSLESS = new Encoding(Kind.LOSSLESS, 0);

  /** {@link Kind#F16}. */
  public static final Encoding F16 = new Encoding(Kind.F16, 0);

  private static final Pattern LEVELS = Pattern.compile("q([1-9][0-9]{0,2})");

  private static final Comparator<Encoding> ORDER =
      Comparator.comparing(Encoding::kind)
          .thenComparing(Comparator.comparingInt(Encoding::parameter).reversed());

  /** Throws IllegalArgumentException for a parameter that the kind does not have. */
  public Encoding {
    boolean levels = parameter >= FEWEST_LEVELS && parameter <= MOST_LEVELS;
    if (kind == Kind.QUANTISED ? !levels : parameter != 0) {
      throw new IllegalArgumentException("%s has no parameter %d".formatted(kind.word, parameter));
    }
  }

  /** A quantiser whose finest channel has that many levels, 2 to 256. */
  public static Encoding quantised(int levels) {
    return new Encoding(Kind.QUANTISED, levels);
  }

  /** The encoding of that name, such as {@code q16}; empty if there is none. */
  public static Optional<Encoding> parse(String name) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.QUANTISED && kind.word.equals(name)) {
        return Optional.of(new Encoding(kind, 0));
      }
    }
    Matcher matcher = LEVELS.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int levels = Integer.parseInt(matcher.group(1));
    boolean known = levels >= FEWEST_LEVELS && levels <= MOST_LEVELS;
    return known ? Optional.of(quantised(levels)) : Optional.empty();
  }

  /** Whether what is read is bit for bit what was written. */
  public boolean exact() {
    return kind.exact();
  }

  /** Whether tensors have to be written and read, so that it takes time. */
  public boolean isCoded() {
    return kind != Kind.RAW && kind != Kind.PIXELS;
  }

  /**
   * As {@link #parse}, in small or capital letters; throws IllegalArgumentException for no name.
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Encoding read(String name) {
    return parse(name.toLowerCase(Locale.ROOT))
        .orElseThrow(() -> new IllegalArgumentException("an encoding is " + NAMES));
  }

  /** The name, such as {@code q16}. */
  @JsonValue
  @Override
  public String toString() {
    return kind == Kind.QUANTISED ? kind.word + parameter : kind.word;
  }

  @Override
  public int compareTo(Encoding other) {
    return ORDER.compare(this, other);
  }
}
