package io.isthmus.recording;

import io.isthmus.calibration.Calibration;
import io.isthmus.control.Setup;
import io.isthmus.decision.OptionSpace;
import io.isthmus.network.Network;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a recording: what the controller was set up with.
 *
 * @param format version of this form
 * @param nanos when it began, on the device's monotonic clock
 * @param network the network
 * @param rawInputMayLeave whether cut 0 may be used
 * @param hasEdge whether an edge was configured
 * @param workers computations that the device runs at the same time
 * @param stale how old the link's rate may grow while requests come
 * @param earliestCut nothing from before this cut may leave the device; null in older recordings,
 *     which know cut 0 only
 * @param calibration what encodings cost; null if nobody had measured it
 */
record RecordedSetup(
    int format,
    long nanos,
    Network network,
    boolean rawInputMayLeave,
    boolean hasEdge,
    int workers,
    Duration stale,
    @Nullable Integer earliestCut,
    @Nullable Calibration calibration) {

  static final int FORMAT = 1;

  static RecordedSetup of(Setup setup, long nanos) {
    OptionSpace space = setup.selector().space();
    return new RecordedSetup(
        FORMAT,
        nanos,
        setup.network(),
        space.earliestCut() == 0,
        setup.hasEdge(),
        setup.workers(),
        setup.stale(),
        space.earliestCut(),
        space.calibration());
  }

  /** The setup, with cut 0 allowed or not. */
  Setup setup(boolean mayLeave) {
    int earliest = earliestCut == null ? 0 : earliestCut;
    OptionSpace space = new OptionSpace(network, mayLeave ? 0 : Math.max(1, earliest), calibration);
    return Setup.of(space, hasEdge, workers, stale);
  }
}
