package io.isthmus.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;

/** What a device reads from an edge besides tensors: headers and the profile. */
public final class EdgeTarget {

  private EdgeTarget() {}

  /** One text, read as each of them. */
  public static void fuzzerTestOneInput(byte[] text) {
    String header = new String(text, ISO_8859_1);
    ServerTimes.parse(header).ifPresent(times -> requireDuration(times.serverMs()));
    LoadReport.parse(header).ifPresent(report -> requireDuration(report.queueMs()));
    try {
      ProfileTimes times = new ProfileTimes(ProfileStore.parse(text));
      requireDuration(times.units(0, 0, 1));
    } catch (IllegalArgumentException e) {
      // refused, as most are
    }
  }

  private static void requireDuration(double ms) {
    if (!(ms >= 0) || Double.isInfinite(ms)) {
      throw new IllegalStateException("no duration: " + ms);
    }
  }
}
