package io.isthmus.device.decide;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import java.util.List;
import java.util.Objects;

/**
 * What was checked in service of an option whose answers may be others than exact ones, as JSON.
 *
 * @param option the option
 * @param checked number of answers that were compared with those of the uncut network
 * @param changed how many of them had another top class
 * @param promised upper bound on the share of changed answers, as calibrated
 * @param suspended whether the checks have refuted that: the option is not chosen any more
 */
public record CheckView(
    @JsonUnwrapped OptionView option,
    long checked,
    long changed,
    double promised,
    boolean suspended) {

  /** One for each lossy option of a calibration. */
  static List<CheckView> of(Guard guard, OptionSpace space) {
    return space.lossy().stream()
        .map(
            option ->
                of(option, guard.of(option), Objects.requireNonNull(space.measured(option)), space))
        .toList();
  }

  private static CheckView of(
      Option option, Checks checks, CalibratedOption measured, OptionSpace space) {
    return new CheckView(
        OptionView.of(option, space.network()),
        checks.checked(),
        checks.changed(),
        measured.upper(),
        checks.suspended());
  }
}
