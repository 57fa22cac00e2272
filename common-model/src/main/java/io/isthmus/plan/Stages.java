package io.isthmus.plan;

import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;

/**
 * What a chunk of every size and cut costs each of the three machines in a situation, in
 * milliseconds: arrays, since a search looks at them some ten thousand times.
 */
final class Stages {

  final int images;
  final Option[] options;
  final double[][] device; // [option's index][size]: how long the device is busy
  final double[][] link; // the same for the link …
  final double[][] edge; // … and for the edge
  final double[] delay; // [option's index]: round trip and W_e, which delay but keep nothing busy
  final double[] sending; // [option's index]: how long sending keeps the device from its next head
  final double deviceFree; // W_d: when the device gets to this batch

  /**
   * Asks the cost model for every size.
   *
   * @param options those that may be used, in the order of their cuts
   */
  Stages(Option[] options, DecisionInput now) {
    this.options = options;
    images = now.workload().batch();
    device = new double[options.length][images + 1];
    link = new double[options.length][images + 1];
    edge = new double[options.length][images + 1];
    delay = new double[options.length];
    sending = new double[options.length];
    double queue = 0;
    for (int i = 0; i < options.length; i++) {
      for (int size = 1; size <= images; size++) {
        LatencyBreakdown time =
            now.cost().time(options[i], now.workload().part(size), now.conditions());
        device[i][size] = time.deviceMs();
        link[i][size] = time.linkMs();
        edge[i][size] = time.edgeMs();
        delay[i] = time.latencyMs() + time.edgeQueueMs();
        sending[i] = time.sendingMs();
        queue = Math.max(queue, time.deviceQueueMs());
      }
    }
    deviceFree = queue;
  }

  /** [machine][option's index]: the least time an image can take of each, whatever the chunk. */
  double[][] leastPerImage() {
    return new double[][] {least(device), least(link), least(edge)};
  }

  private static double[] least(double[][] stage) {
    double[] least = new double[stage.length];
    for (int i = 0; i < stage.length; i++) {
      least[i] = Double.POSITIVE_INFINITY;
      for (int size = 1; size < stage[i].length; size++) {
        least[i] = Math.min(least[i], stage[i][size] / size);
      }
    }
    return least;
  }
}
