package io.isthmus.lab.testbed;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import me.tongfei.progressbar.ProgressBar;

/** How far a starting service has come with its profile, from what it logs. */
final class ProfileLog {

  private static final Pattern MEASURED =
      Pattern.compile("Measured batch [0-9]+ \\(([0-9]{1,6}) of ([0-9]{1,6})\\)");

  private ProfileLog() {}

  /** Shows the last line of that kind; nothing where there is none. */
  static void show(String log, ProgressBar bar) {
    MEASURED
        .matcher(log)
        .results()
        .reduce((first, second) -> second)
        .ifPresent(last -> bar.maxHint(1 + number(last, 2)).stepTo(number(last, 1)));
  }

  private static int number(MatchResult line, int group) {
    return Integer.parseInt(line.group(group));
  }
}
