package io.isthmus.cli.demo;

import io.isthmus.cli.service.Answer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one situation: medians, in milliseconds.
 *
 * @param rate of the link, with its unit
 * @param batch images in a request
 * @param input {@code photos} or {@code frames}
 * @param rawInputMayLeave whether offloading was allowed
 * @param mode {@code local}, {@code split} or {@code offload}, as chosen
 * @param split the cut that was chosen
 * @param unit its name
 * @param predictedMs what the choice was predicted to take; null where nothing was known of the
 *     link
 * @param measuredMs what it took
 * @param localMs the same when forced to run on the device
 * @param offloadMs the same when forced to run on the edge; null where raw input stays
 * @param gain by how much the choice was faster than the better of local and offload, as a part of
 *     that; negative if it was slower
 * @param degraded answers that the device had to finish because the edge failed
 */
record Row(
    String rate,
    int batch,
    String input,
    boolean rawInputMayLeave,
    String mode,
    int split,
    String unit,
    @Nullable Double predictedMs,
    double measuredMs,
    double localMs,
    @Nullable Double offloadMs,
    double gain,
    int degraded) {

  /**
   * Sums a situation up.
   *
   * @param chosen the answer of median time among those that were left to choose
   */
  static Row of(
      Cell cell, Answer chosen, double localMs, @Nullable Double offloadMs, int degraded) {
    double best = offloadMs == null ? localMs : Math.min(localMs, offloadMs);
    double measured = chosen.measuredMs().total();
    Answer.Times predicted = chosen.decision().predictedMs();
    return new Row(
        cell.rate().toString(),
        cell.batch(),
        cell.input().name().toLowerCase(Locale.ROOT),
        cell.rawInputMayLeave(),
        chosen.decision().mode(),
        chosen.decision().split(),
        chosen.decision().unit(),
        predicted == null ? null : predicted.total(),
        measured,
        localMs,
        offloadMs,
        (best - measured) / best,
        degraded);
  }
}
