package io.isthmus.recording;

import io.isthmus.control.Setup;
import io.isthmus.decision.Option;
import io.isthmus.network.Network;
import java.time.Duration;

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
 */
record RecordedSetup(
    int format,
    long nanos,
    Network network,
    boolean rawInputMayLeave,
    boolean hasEdge,
    int workers,
    Duration stale) {

  static final int FORMAT = 1;

  static RecordedSetup of(Setup setup, long nanos) {
    return new RecordedSetup(
        FORMAT,
        nanos,
        setup.network(),
        setup.selector().allows(Option.at(0)),
        setup.hasEdge(),
        setup.workers(),
        setup.stale());
  }

  Setup setup(boolean mayLeave) {
    return Setup.of(network, mayLeave, hasEdge, workers, stale);
  }
}
