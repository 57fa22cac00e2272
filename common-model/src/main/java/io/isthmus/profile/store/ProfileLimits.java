package io.isthmus.profile.store;

import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.Timing;
import io.isthmus.profile.TimingProfile;
import io.isthmus.wire.PeerText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a profile that comes from a file or from a peer may say. It is added up and multiplied for
 * every decision, so that one absurd number in it would be in every answer: beyond these limits it
 * is refused as a whole.
 */
public final class ProfileLimits {

  /** An hour for a unit: a machine that needs more can be planned with, but not waited for. */
  static final double LONGEST_MS = 3_600_000;

  static final int MOST_UNITS = 4096;
  static final int MOST_BATCHES = 64;
  static final int MOST_CODECS = 32;

  /** A millisecond for an element. */
  static final double MOST_CODEC_NS = 1e6;

  static final int LARGEST_BATCH = 65_536;
  static final int LONGEST_TEXT = 256;
  static final long MOST_PIXELS = 1L << 40;

  private ProfileLimits() {}

  /** Throws IllegalArgumentException that names what is beyond a limit, and the limit. */
  public static TimingProfile checked(TimingProfile profile) {
    text("model", profile.model());
    text("fingerprint", profile.fingerprint());
    text("processor", profile.machine().processor());
    text("architecture", profile.machine().architecture());
    text("engine", profile.machine().engine());
    text("device", profile.machine().device());
    atMost("units", profile.units().size(), MOST_UNITS);
    atMost("batch sizes", profile.batches().size(), MOST_BATCHES);
    atMost("pixels of the reference image", profile.referencePixels(), MOST_PIXELS);
    atMost("kinds of encodings", profile.codecs().size(), MOST_CODECS);
    profile.codecs().forEach(ProfileLimits::check);
    profile.units().forEach(name -> text("name of a unit", name));
    for (BatchTimings batch : profile.batches()) {
      atMost("images of a batch", batch.batch(), LARGEST_BATCH);
      check(batch, profile.units());
    }
    return profile;
  }

  private static void check(CodecTiming codec) {
    text("kind of an encoding", codec.kind());
    double ns = Math.max(codec.encodeNs(), codec.decodeNs());
    double least = Math.min(codec.encodeNs(), codec.decodeNs());
    if (codec.kind() == null || !(least >= 0 && ns <= MOST_CODEC_NS)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "encodeNs and decodeNs of the encoding %s must be 0 to %.0f ns",
              codec.kind(),
              MOST_CODEC_NS));
    }
  }

  private static void check(BatchTimings batch, List<String> names) {
    int b = batch.batch();
    for (int i = 0; i < batch.units().size(); i++) {
      check(batch.units().get(i), i < names.size() ? "unit " + (i + 1) : "a unit too many", b);
    }
    check(batch.decode(), "decode", b);
    check(batch.preprocess(), "preprocess", b);
    check(batch.encode(), "encode", b);
  }

  private static void check(@Nullable Timing timing, String what, int batch) {
    if (timing != null && !(timing.median() <= LONGEST_MS && timing.spread() <= LONGEST_MS)) {
      double ms = Math.max(timing.median(), timing.spread());
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a time must be 0 to %.0f ms (an hour), not %s ms for %s at batch %d",
              LONGEST_MS,
              ms,
              what,
              batch));
    }
  }

  /** They are logged and compared, so they are short and on one line. */
  private static void text(String what, @Nullable String text) {
    if (text != null && !PeerText.shown(text, LONGEST_TEXT).equals(text)) {
      throw new IllegalArgumentException(
          "the %s must be at most %d letters, digits and signs on one line"
              .formatted(what, LONGEST_TEXT));
    }
  }

  private static void atMost(String what, long number, long most) {
    if (number > most) {
      throw new IllegalArgumentException(
          "it may have %d %s at most, not %d".formatted(most, what, number));
    }
  }
}
