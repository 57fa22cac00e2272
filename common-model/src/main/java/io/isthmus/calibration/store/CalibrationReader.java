package io.isthmus.calibration.store;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.calibration.Confidence;
import io.isthmus.codec.Codecs;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.encoding.Quantiser.Channel;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.wire.JsonMember;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a calibration of its JSON. Decisions believe every number in it, so that what cannot have
 * been measured is refused as a whole, with an IllegalArgumentException that names the member.
 */
final class CalibrationReader {

  static final int MOST_IMAGES = 100_000_000;

  private static final int MOST_OPTIONS = 64;
  private static final double MOST_BYTES = Integer.MAX_VALUE;
  private static final double ROUNDING = 1e-9;

  private final Network network;
  private int images;
  private boolean labelled;

  /** A reader of the calibrations of one network. */
  CalibrationReader(Network network) {
    this.network = network;
  }

  Calibration read(JsonMember root) {
    root.get("format").whole(CalibrationStore.FORMAT, CalibrationStore.FORMAT);
    images = (int) root.get("images").whole(1, MOST_IMAGES);
    Double exact = root.find("exactAccuracy").map(member -> member.number(0, 1)).orElse(null);
    labelled = exact != null;
    List<CalibratedCut> cuts = new ArrayList<>();
    root.get("cuts").elements(network.length()).forEach(member -> cuts.add(cut(member, cuts)));
    return new Calibration(network.fingerprint(), images, exact, cuts);
  }

  private CalibratedCut cut(JsonMember member, List<CalibratedCut> before) {
    int least = before.isEmpty() ? 0 : before.get(before.size() - 1).split() + 1;
    int split = (int) member.get("split").whole(least, network.length() - 1);
    String unit = network.cutName(split);
    if (!member.get("unit").text().equals(unit)) {
      throw member.get("unit").wrong("'%s', the unit of cut %d".formatted(unit, split));
    }
    long elements = network.activation(split).elements();
    member.get("elements").whole(elements, elements);
    List<CalibratedOption> options = new ArrayList<>();
    member
        .get("options")
        .elements(MOST_OPTIONS)
        .forEach(option -> options.add(option(option, split, options)));
    return new CalibratedCut(split, unit, elements, options);
  }

  private CalibratedOption option(JsonMember member, int split, List<CalibratedOption> before) {
    Encoding encoding = encoding(member.get("encoding"), split, before);
    int changed = (int) member.get("changed").whole(0, encoding.exact() ? 0 : images);
    double least = Math.max((double) changed / images, Confidence.upper(0, images, 0.95));
    return new CalibratedOption(
        encoding,
        member.get("bytesMean").number(1, MOST_BYTES),
        member.get("bytesP95").number(1, MOST_BYTES),
        changed,
        member.get("upper").number(least - ROUNDING, 1),
        member.get("meanChange").number(0, encoding.exact() ? 0 : Double.MAX_VALUE),
        ofLabels(member, "accuracy", 0),
        ofLabels(member, "lossUpper", -1),
        quantiser(member, encoding, network.activation(split)));
  }

  private Encoding encoding(JsonMember member, int split, List<CalibratedOption> before) {
    Encoding encoding =
        Encoding.parse(member.text()).orElseThrow(() -> member.wrong(Encoding.NAMES));
    if (!isOf(encoding, split)) {
      throw member.wrong("an encoding of cut %d".formatted(split));
    }
    if (!before.isEmpty() && encoding.compareTo(before.get(before.size() - 1).encoding()) <= 0) {
      throw member.wrong("after those that are more faithful, and only once");
    }
    return encoding;
  }

  /** What there is with labels, and only then. */
  private @Nullable Double ofLabels(JsonMember member, String name, double least) {
    if (labelled) {
      return member.get(name).number(least, 1);
    }
    if (member.find(name).isPresent()) {
      throw member.get(name).wrong("absent, since exactAccuracy is");
    }
    return null;
  }

  private static @Nullable Quantiser quantiser(
      JsonMember option, Encoding encoding, CutTensors tensors) {
    if (encoding.kind() != Encoding.Kind.QUANTISED) {
      if (option.find("quantiser").isPresent()) {
        throw option.get("quantiser").wrong("absent for " + encoding);
      }
      return null;
    }
    int channels = Codecs.channels(tensors);
    JsonMember quantiser = option.get("quantiser");
    int[] exponents = numbers(quantiser.get("exponents"), channels, Quantiser.MOST_EXPONENT);
    int[] zeros = numbers(quantiser.get("zeros"), channels, Quantiser.MOST_ZERO);
    int[] levels = levels(quantiser.get("levels"), channels, encoding.parameter());
    return new Quantiser(
        IntStream.range(0, channels)
            .mapToObj(c -> new Channel(exponents[c], zeros[c], levels[c]))
            .toList());
  }

  private static int[] numbers(JsonMember list, int channels, int most) {
    return elements(list, channels, -most, most);
  }

  private static int[] levels(JsonMember list, int channels, int most) {
    return elements(list, channels, 1, most);
  }

  private static int[] elements(JsonMember list, int channels, int least, int most) {
    int[] values =
        list.elements(channels).mapToInt(member -> (int) member.whole(least, most)).toArray();
    if (values.length != channels) {
      throw list.wrong("a list of %d numbers, one a channel".formatted(channels));
    }
    return values;
  }

  /** Whether a cut can have it: the input may be pixels, all others are floats. */
  private boolean isOf(Encoding encoding, int split) {
    return switch (encoding.kind()) {
      case RAW, LOSSLESS -> true;
      case PIXELS, JPEG -> network.isOfPixels(split);
      case F16, QUANTISED -> network.isOfFloats(split);
    };
  }
}
