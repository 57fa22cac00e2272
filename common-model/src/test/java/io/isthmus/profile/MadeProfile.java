package io.isthmus.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Profiles made for tests. */
public final class MadeProfile {

  /** Pixels of the made profiles' reference image. */
  public static final long REFERENCE_PIXELS = 1000;

  private MadeProfile() {}

  /** One measured batch size: medians of the units u1 … uL; decoding and pre-processing free. */
  public static BatchTimings batch(int batch, double... medians) {
    return withImages(batch, 0, 0, medians);
  }

  /** One measured batch size whose images take time too. */
  public static BatchTimings withImages(
      int batch, double decodeMs, double preprocessMs, double... medians) {
    List<Timing> units = Arrays.stream(medians).mapToObj(m -> new Timing(m, 0)).toList();
    return new BatchTimings(
        batch, true, units, new Timing(decodeMs, 0), new Timing(preprocessMs, 0), new Timing(0, 0));
  }

  /** A profile of the given sizes. */
  public static TimingProfile of(BatchTimings... batches) {
    List<String> names = new ArrayList<>();
    for (int l = 1; l <= batches[0].units().size(); l++) {
      names.add("u" + l);
    }
    return new TimingProfile(
        "made",
        "f".repeat(64),
        new Machine("abacus", "wood", 1, 1, "beads 1.0"),
        Instant.EPOCH,
        REFERENCE_PIXELS,
        names,
        List.of(batches));
  }

  /** Times of the given sizes. */
  public static ProfileTimes times(BatchTimings... batches) {
    return new ProfileTimes(of(batches));
  }
}
