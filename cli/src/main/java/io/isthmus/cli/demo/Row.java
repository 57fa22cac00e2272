package io.isthmus.cli.demo;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.cli.service.Answer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was measured in one situation; in JSON all of it is one flat object.
 *
 * @param situation what was asked, and how
 * @param choice what the device chose
 * @param times medians
 * @param gain by how much the choice was faster than the better of local and offload, as a part of
 *     that; negative if it was slower
 * @param agreement how the answers of the choice compare
 */
record Row(
    @JsonUnwrapped Situation situation,
    @JsonUnwrapped Choice choice,
    @JsonUnwrapped Times times,
    double gain,
    @JsonUnwrapped Agreement agreement) {

  /**
   * What was asked, and how.
   *
   * @param rate of the link, with its unit
   * @param batch images in a request
   * @param input {@code photos} or {@code frames}
   * @param rawInputMayLeave whether offloading was allowed
   */
  record Situation(String rate, int batch, String input, boolean rawInputMayLeave) {

    private static Situation of(Cell cell) {
      return new Situation(
          cell.rate().toString(),
          cell.batch(),
          cell.input().name().toLowerCase(Locale.ROOT),
          cell.rawInputMayLeave());
    }
  }

  /**
   * What the device chose.
   *
   * @param mode {@code local}, {@code split} or {@code offload}
   * @param split the cut
   * @param unit name of the cut
   * @param encoding how the tensors there are written
   */
  record Choice(String mode, int split, String unit, String encoding) {

    /** The cut as people read it. */
    String cut() {
      String cut = "%s (%d)".formatted(unit, split);
      return encoding.equals("raw") ? cut : cut + ":" + encoding;
    }
  }

  /**
   * How the answers of the choice compare with exact ones.
   *
   * @param compared images that both answered
   * @param changed those whose top class differs
   * @param degraded answers that the device had to finish because the edge failed
   */
  record Agreement(int compared, int changed, int degraded) {}

  /**
   * Medians, in milliseconds.
   *
   * @param predictedMs what the choice was predicted to take; null where nothing was known of the
   *     link
   * @param measuredMs what it took
   * @param localMs what the request took when forced to run on the device
   * @param offloadMs what it took when forced to run on the edge; null where raw input stays
   */
  record Times(
      @Nullable Double predictedMs, double measuredMs, double localMs, @Nullable Double offloadMs) {

    private double gain() {
      double best = offloadMs == null ? localMs : Math.min(localMs, offloadMs);
      return (best - measuredMs) / best;
    }
  }

  /**
   * Sums a situation up.
   *
   * @param chosen the answer of median time among those that were left to choose
   */
  static Row of(
      Cell cell, Answer chosen, double localMs, @Nullable Double offloadMs, Agreement agreement) {
    Answer.Decision decision = chosen.decision();
    Answer.Times predicted = decision.predictedMs();
    Times times =
        new Times(
            predicted == null ? null : predicted.total(),
            chosen.measuredMs().total(),
            localMs,
            offloadMs);
    return new Row(
        Situation.of(cell),
        new Choice(decision.mode(), decision.split(), decision.unit(), decision.encoding()),
        times,
        times.gain(),
        agreement);
  }
}
