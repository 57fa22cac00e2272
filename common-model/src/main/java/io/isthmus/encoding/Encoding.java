package io.isthmus.encoding;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the tensors at a cut are written for the link. Encodings are ordered from the most faithful
 * to the smallest.
 *
 * @param kind the way of writing
 * @param parameter levels of {@link Kind#QUANTISED}, quality of {@link Kind#JPEG}; 0 for the others
 */
public record Encoding(Kind kind, int parameter) implements Comparable<Encoding> {

  /** A way to write tensors. */
  public enum Kind {
    /** Each element in its own type; for cut 0 the files of the input as they were uploaded. */
    RAW("raw"),
    /** Of pictures, cut 0 only: the pre-processed uint8 tensor instead of the files. */
    PIXELS("pixels"),
    /** Byte planes, packed by zstd; for cut 0 the pre-processed uint8 tensor, packed. */
    LOSSLESS("lossless"),
    /** Half-precision floats in byte planes, packed by zstd. */
    F16("f16"),
    /** A uniform quantiser with bounds per channel and an entropy coder. */
    QUANTISED("q", Encoding.FEWEST_LEVELS, Encoding.MOST_LEVELS),
    /** Of pictures, cut 0 only: a JPEG of each image of the pre-processed uint8 tensor. */
    JPEG("jpeg", 1, Encoding.BEST_QUALITY);

    private static final Pattern PARAMETER = Pattern.compile("[1-9][0-9]{0,2}");

    private final String word;
    private final int least;
    private final int most;

    Kind(String word) {
      this(word, 0, 0);
    }

    Kind(String word, int least, int most) {
      this.word = word;
      this.least = least;
      this.most = most;
    }

    /** Whether what is read is bit for bit what was written. */
    public boolean exact() {
      return this == RAW || this == PIXELS || this == LOSSLESS;
    }

    /** The name of the kind, such as {@code q}. */
    public String word() {
      return word;
    }

    /** The names of its encodings, for messages: such as {@code q2 to q256}. */
    public String names() {
      return hasParameter() ? "%s%d to %s%d".formatted(word, least, word, most) : word;
    }

    /** Whether its encodings have a parameter, which is in their names: coarser if it is less. */
    public boolean hasParameter() {
      return most > 0;
    }

    private boolean has(int parameter) {
      return parameter >= least && parameter <= most;
    }

    /** The encoding with that text behind the word; empty if there is none. */
    private Optional<Encoding> named(String parameter) {
      if (!hasParameter()) {
        return parameter.isEmpty() ? Optional.of(new Encoding(this, 0)) : Optional.empty();
      }
      return Optional.of(parameter)
          .filter(PARAMETER.asMatchPredicate())
          .map(Integer::parseInt)
          .filter(this::has)
          .map(value -> new Encoding(this, value));
    }
  }

  /** Fewest levels of a quantiser. */
  public static final int FEWEST_LEVELS = 2;

  /** Most levels of a quantiser. */
  public static final int MOST_LEVELS = 256;

  /** Best quality of a JPEG; the worst is 1. */
  public static final int BEST_QUALITY = 100;

  /** The names that {@link #parse} knows, for messages. */
  public static final String NAMES = "raw, pixels, lossless, f16, q2 to q256 or jpeg1 to jpeg100";

  /** {@link Kind#RAW}. */
  public static final Encoding RAW = new Encoding(Kind.RAW, 0);

  /** {@link Kind#PIXELS}. */
  public static final Encoding PIXELS = new Encoding(Kind.PIXELS, 0);

  /** {@link Kind#LOSSLESS}. */
  public static final Encoding LOSSLESS = new Encoding(Kind.LOSSLESS, 0);

  /** {@link Kind#F16}. */
  public static final Encoding F16 = new Encoding(Kind.F16, 0);

  private static final Comparator<Encoding> ORDER =
      Comparator.comparing(Encoding::kind)
          .thenComparing(Comparator.comparingInt(Encoding::parameter).reversed());

  /** Throws IllegalArgumentException for a parameter that the kind does not have. */
  public Encoding {
    if (!kind.has(parameter)) {
      throw new IllegalArgumentException("%s has no parameter %d".formatted(kind.word, parameter));
    }
  }

  /** A quantiser whose finest channel has that many levels, 2 to 256. */
  public static Encoding quantised(int levels) {
    return new Encoding(Kind.QUANTISED, levels);
  }

  /** A JPEG of that quality, 1 to 100, as libjpeg counts it. */
  public static Encoding jpeg(int quality) {
    return new Encoding(Kind.JPEG, quality);
  }

  /** The encoding of that name, such as {@code q16}; empty if there is none. */
  public static Optional<Encoding> parse(String name) {
    for (Kind kind : Kind.values()) {
      if (name.startsWith(kind.word)) {
        return kind.named(name.substring(kind.word.length())); // no word begins another one
      }
    }
    return Optional.empty();
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
    return kind.hasParameter() ? kind.word + parameter : kind.word;
  }

  @Override
  public int compareTo(Encoding other) {
    return ORDER.compare(this, other);
  }
}
