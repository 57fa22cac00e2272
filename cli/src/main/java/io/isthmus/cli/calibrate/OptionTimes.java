package io.isthmus.cli.calibrate;

import io.isthmus.calibration.Accuracy;
import io.isthmus.cli.predict.Machines;
import io.isthmus.decision.Option;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.encoding.Encoding.Kind;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Predicts how long a single picture takes: decoding, head, encoding, bytes over the link, decoding
 * of the tensor, tail; no round trip. A profile that was measured before there were encodings tells
 * no time of theirs.
 */
final class OptionTimes {

  private static final double BYTES_PER_MS = 1000; // at 1 MB/s

  private final Network network;
  private final ProfileTimes device;
  private final ProfileTimes edge;
  private final long work;
  private final double aroundBytes;

  /**
   * Times on two machines.
   *
   * @param work what decoding a picture takes, in pixels of a baseline JPEG
   */
  OptionTimes(Machines machines, long work) {
    this.network = machines.network();
    this.device = new ProfileTimes(machines.device());
    this.edge = new ProfileTimes(machines.edge());
    this.work = work;
    this.aroundBytes =
        new WireCostModel(network, device, edge).bytes(Option.at(0), new Workload(1, 0, 0));
  }

  /**
   * The best way at a rate; none where the device does it all.
   *
   * @param ms its time
   */
  record Best(Advice.@Nullable Way way, double ms) {
    @Override
    public String toString() {
      String what =
          way == null ? "local" : way.cut().unit() + " " + way.option().encoding().toString();
      return String.format(Locale.ROOT, "%s %.0f ms", what, ms);
    }
  }

  /** What is the fastest within a budget over a link of that many MB/s. */
  Best best(Advice advice, Accuracy budget, double rate) {
    Best local = new Best(null, device.images(work) + device.units(0, network.length(), 1));
    Best split =
        advice.allowed(budget).stream()
            .map(way -> new Best(way, ms(way, rate)))
            .min(Comparator.comparingDouble(Best::ms))
            .orElse(local);
    return Objects.requireNonNull(split.ms() < local.ms() ? split : local);
  }

  private double ms(Advice.Way way, double rate) {
    int cut = way.cut().split();
    boolean asUploaded = cut == 0 && way.option().encoding().kind() == Kind.RAW;
    double decodeMs = asUploaded ? edge.images(work) : device.images(work);
    long elements = way.cut().elements();
    return decodeMs
        + device.units(0, cut, 1)
        + device.encodeMs(way.option().encoding(), elements)
        + (way.option().bytesMean() + aroundBytes) / (rate * BYTES_PER_MS)
        + edge.decodeMs(way.option().encoding(), elements)
        + edge.units(cut, network.length(), 1);
  }
}
