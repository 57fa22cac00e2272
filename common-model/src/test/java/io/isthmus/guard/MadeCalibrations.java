package io.isthmus.guard;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import java.util.List;

/** A calibrated network: at cut 2 half floats and two quantisers beside what is exact. */
public final class MadeCalibrations {

  /** Whose cut 2 is compressive. */
  public static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));

  /** The most faithful of the lossy ones. */
  public static final Option HALVES = Option.at(2, Encoding.F16);

  /** A fine quantiser. */
  public static final Option FINE = Option.at(2, Encoding.quantised(64));

  /** A coarse quantiser. */
  public static final Option COARSE = Option.at(2, Encoding.quantised(4));

  private MadeCalibrations() {}

  /** A calibration with those bounds on changed answers. */
  public static Calibration of(double halves, double fine, double coarse) {
    return new Calibration(
        NETWORK.fingerprint(),
        600,
        null,
        List.of(
            new CalibratedCut(
                2,
                "u2",
                6,
                List.of(
                    option(Encoding.LOSSLESS, 20, 0),
                    option(HALVES.encoding(), 10, halves),
                    option(FINE.encoding(), 5, fine),
                    option(COARSE.encoding(), 2, coarse)))));
  }

  /** The options of {@link #of}. */
  public static OptionSpace space(double halves, double fine, double coarse) {
    return new OptionSpace(NETWORK, 0, of(halves, fine, coarse));
  }

  private static CalibratedOption option(Encoding encoding, double bytes, double upper) {
    Quantiser quantiser =
        encoding.kind() == Encoding.Kind.QUANTISED
            ? new Quantiser(List.of(new Quantiser.Channel(0, 0, 2)))
            : null;
    return new CalibratedOption(encoding, bytes, bytes, 0, upper, 0, null, null, quantiser);
  }
}
