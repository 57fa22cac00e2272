package io.isthmus.guard;

import io.isthmus.calibration.CalibratedOption;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches the options whose answers may be others than those of the uncut network. Each is held
 * against its own calibrated bound on changed answers, whatever the budget of the requests: an
 * option is suspended where it is worse than its calibration says. Only another calibration ends
 * that.
 *
 * @param checks what was checked of each option; one that is not in it was never checked
 * @param suspended the options that are suspended
 */
public record Guard(Map<Option, Checks> checks, Set<Option> suspended) {

  /** Nothing has been checked. */
  public static final Guard NONE = new Guard(Map.of(), Set.of());

  /** Copies both. */
  public Guard {
    checks = Map.copyOf(checks);
    suspended = Set.copyOf(suspended);
  }

  /** What was checked of an option. */
  public Checks of(Option option) {
    return checks.getOrDefault(option, Checks.NONE);
  }

  /** Whether checks can tell anything of an option: it may change answers, and is not suspended. */
  public boolean watches(Option option, OptionSpace space) {
    return promises(option, space) && !suspended.contains(option);
  }

  /** Whether a calibration bounds the answers that an option changes. */
  private static boolean promises(Option option, OptionSpace space) {
    return !option.encoding().exact() && space.measured(option) != null;
  }

  /**
   * Answers of an option were checked.
   *
   * @param space has what the option promises; of one without a promise nothing is noted
   */
  public Guard checked(Option option, int images, int changed, OptionSpace space) {
    CalibratedOption measured = space.measured(option);
    if (measured == null || !promises(option, space)) {
      return this;
    }
    int options = space.lossy().size();
    return with(option, of(option).more(images, changed, measured.upper(), options));
  }

  /** An earlier run of the service, under the same calibration, has seen this of an option. */
  public Guard remembered(Option option, Checks before, OptionSpace space) {
    return promises(option, space) ? with(option, before) : this;
  }

  private Guard with(Option option, Checks next) {
    Map<Option, Checks> all = new HashMap<>(checks);
    all.put(option, next);
    Set<Option> out =
        all.entrySet().stream()
            .filter(entry -> entry.getValue().suspended())
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    return new Guard(all, out);
  }
}
