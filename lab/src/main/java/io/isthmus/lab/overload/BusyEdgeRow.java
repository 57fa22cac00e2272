package io.isthmus.lab.overload;

import io.isthmus.cli.Statistics;
import java.util.List;

/**
 * What a device makes of an edge that others load.
 *
 * @param load of the others, as a multiple of the edge's capacity
 * @param reportedQueueMs mean wait that the edge told them of
 * @param refusedPercent of theirs
 * @param meanCut where the device cut, on average: 0 is all on the edge, L all on the device
 * @param degradedPercent of the device's requests, in which it had counted on the edge in vain
 * @param p50Ms median time of the device's requests
 */
record BusyEdgeRow(
    double load,
    double reportedQueueMs,
    double refusedPercent,
    double meanCut,
    double degradedPercent,
    double p50Ms) {

  static BusyEdgeRow of(LoadRow others, List<LoadSample> device) {
    List<LoadSample> answers = device.stream().filter(LoadSample::accepted).toList();
    return new BusyEdgeRow(
        others.load(),
        others.reportedQueueMs(),
        others.failures().refusedPercent(),
        Statistics.mean(answers.stream().map(LoadSample::cut).toList()),
        100.0 * answers.stream().filter(LoadSample::degraded).count() / Math.max(1, answers.size()),
        Statistics.median(answers.stream().map(LoadSample::ms).toList()));
  }
}
