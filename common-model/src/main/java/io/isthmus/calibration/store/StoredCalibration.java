package io.isthmus.calibration.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Quantiser;
import io.isthmus.encoding.Quantiser.Channel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a calibration's file; see {@link Calibration}.
 *
 * @param exits empty: no package has an exit yet
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredCalibration(
    int format,
    String fingerprint,
    int images,
    @Nullable Double exactAccuracy,
    List<Cut> cuts,
    List<Object> exits) {

  /** One cut; see {@link CalibratedCut}. */
  record Cut(int split, String unit, long elements, List<Option> options) {
    static Cut of(CalibratedCut cut) {
      List<Option> options = cut.options().stream().map(Option::of).toList();
      return new Cut(cut.split(), cut.unit(), cut.elements(), options);
    }
  }

  /** One encoding; see {@link CalibratedOption}. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Option(
      String encoding,
      double bytesMean,
      double bytesP95,
      int changed,
      double upper,
      double meanChange,
      @Nullable Double accuracy,
      @Nullable Double lossUpper,
      @Nullable Channels quantiser) {

    static Option of(CalibratedOption option) {
      return new Option(
          option.encoding().toString(),
          option.bytesMean(),
          option.bytesP95(),
          option.changed(),
          option.upper(),
          option.meanChange(),
          option.accuracy(),
          option.lossUpper(),
          option.quantiser() == null ? null : Channels.of(option.quantiser()));
    }
  }

  /** The channels of a quantiser, one number each. */
  record Channels(List<Integer> exponents, List<Integer> zeros, List<Integer> levels) {
    static Channels of(Quantiser quantiser) {
      List<Channel> channels = quantiser.channels();
      return new Channels(
          channels.stream().map(Channel::exponent).toList(),
          channels.stream().map(Channel::zero).toList(),
          channels.stream().map(Channel::levels).toList());
    }
  }

  static StoredCalibration of(Calibration calibration) {
    return new StoredCalibration(
        CalibrationStore.FORMAT,
        calibration.fingerprint(),
        calibration.images(),
        calibration.exactAccuracy(),
        calibration.cuts().stream().map(Cut::of).toList(),
        List.of());
  }
}
