package io.isthmus.guard.store;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.isthmus.decision.Option;
import io.isthmus.encoding.Encoding;
import io.isthmus.guard.Checks;
import io.isthmus.guard.Guard;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of a guard's file.
 *
 * @param format the number of its format
 * @param calibration SHA-256 of the calibration that the options were checked under
 * @param options those that were checked
 */
record StoredGuard(
    @JsonProperty(required = true) int format,
    @JsonProperty(required = true) String calibration,
    @JsonProperty(required = true) List<Row> options) {

  static final int FORMAT = 1;

  /** An option; see {@link Checks}. */
  record Row(
      @JsonProperty(required = true) int split,
      @JsonProperty(required = true) Encoding encoding,
      @JsonProperty(required = true) long checked,
      @JsonProperty(required = true) long changed,
      @JsonProperty(required = true) boolean suspended) {

    static Row of(Option option, Checks checks) {
      return new Row(
          option.cut(), option.encoding(), checks.checked(), checks.changed(), checks.suspended());
    }
  }

  static StoredGuard of(Guard guard, String calibration) {
    List<Row> rows =
        guard.checks().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> Row.of(entry.getKey(), entry.getValue()))
            .toList();
    return new StoredGuard(FORMAT, calibration, rows);
  }

  /**
   * What it says of the options of a calibration.
   *
   * @param lossy the options that the calibration has
   * @throws IllegalArgumentException for another one, and for counts that cannot be
   */
  Map<Option, Checks> checks(List<Option> lossy) {
    Map<Option, Checks> checks = new LinkedHashMap<>();
    for (Row row : options) {
      Option option = Option.at(row.split(), row.encoding());
      if (!lossy.contains(option)) {
        throw new IllegalArgumentException(
            "the calibration has no lossy option %d:%s".formatted(row.split(), row.encoding()));
      }
      checks.put(option, new Checks(row.checked(), row.changed(), row.suspended()));
    }
    return checks;
  }
}
