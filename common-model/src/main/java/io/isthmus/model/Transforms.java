package io.isthmus.model;

import io.isthmus.image.Fit;
import io.isthmus.image.ImageTransform;
import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import io.isthmus.image.Interpolation;
import io.isthmus.model.Manifest.PreprocessEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a manifest says of how pictures become the network's input. */
final class Transforms {

  private static final String CROP = "crop";
  private static final String LETTERBOX = "letterbox";
  private static final List<String> FITS = List.of(CROP, "stretch", LETTERBOX);

  private Transforms() {}

  /** Throws InvalidPackageException that names the member that is wrong. */
  static void check(PreprocessEntry entry, List<Integer> input) throws InvalidPackageException {
    if (entry.file() != null) {
      if (members(entry).anyMatch(member -> member != null)) {
        throw new InvalidPackageException(
            "preprocess names a file and members such as resize; it takes one or the other");
      }
      return;
    }
    boolean shaped = entry.fit() != null || entry.resize() != null;
    if (entry.sha256() != null || !shaped || entry.interpolation() == null) {
      throw new InvalidPackageException(
          "preprocess needs a file and its sha256, or interpolation and resize or fit");
    }
    try {
      of(entry, input);
    } catch (IllegalArgumentException e) {
      throw new InvalidPackageException("preprocess: " + e.getMessage());
    }
  }

  private static Stream<@Nullable Object> members(PreprocessEntry entry) {
    return Stream.of(
        entry.fit(),
        entry.padding(),
        entry.resize(),
        entry.interpolation(),
        entry.orientation(),
        entry.colours(),
        entry.reducedDecoding());
  }

  /**
   * The transform of an entry that names no file.
   *
   * @param input the network's input, [3,H,W]
   * @throws IllegalArgumentException if a member has no value that it may have
   */
  static ImageTransform of(PreprocessEntry entry, List<Integer> input) {
    return new ImageTransform(
        fit(entry),
        input.get(1),
        input.get(2),
        oneOf(Interpolation.class, "interpolation", entry.interpolation(), Interpolation.BILINEAR),
        oneOf(ExifRule.class, "orientation", entry.orientation(), ExifRule.APPLY),
        oneOf(Colours.class, "colours", entry.colours(), Colours.IGNORE),
        Boolean.TRUE.equals(entry.reducedDecoding()));
  }

  private static Fit fit(PreprocessEntry entry) {
    String fit = Objects.requireNonNullElse(entry.fit(), CROP);
    Integer resize = entry.resize();
    List<@Nullable Integer> padding = entry.padding();
    if (!FITS.contains(fit)) {
      throw new IllegalArgumentException("fit must be one of " + FITS);
    }
    if ((resize != null) != fit.equals(CROP)) {
      throw new IllegalArgumentException("resize goes with fit crop, and with no other fit");
    }
    if ((padding != null) != fit.equals(LETTERBOX)) {
      throw new IllegalArgumentException("padding goes with fit letterbox, and with no other fit");
    }
    if (resize != null) {
      return new Fit.Crop(resize);
    }
    return padding == null ? new Fit.Stretch() : letterbox(padding);
  }

  private static Fit letterbox(List<@Nullable Integer> padding) {
    int[] colour = padding.stream().mapToInt(v -> Objects.requireNonNullElse(v, -1)).toArray();
    if (colour.length != 3) {
      throw new IllegalArgumentException(
          "padding must be three numbers of 0 to 255, red, green and blue");
    }
    return new Fit.Letterbox(colour[0], colour[1], colour[2]);
  }

  private static <E extends Enum<E>> E oneOf(
      Class<E> type, String member, @Nullable String value, E absent) {
    if (value == null) {
      return absent;
    }
    E[] all = type.getEnumConstants();
    return Arrays.stream(all)
        .filter(one -> key(one).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be one of %s"
                        .formatted(member, Arrays.stream(all).map(Transforms::key).toList())));
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
