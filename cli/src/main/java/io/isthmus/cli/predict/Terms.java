package io.isthmus.cli.predict;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.Calibration;
import org.jspecify.annotations.Nullable;

/**
 * What is counted and what is allowed.
 *
 * @param cost the cost model
 * @param input form of the input; of no effect on {@link CostKind#PAPER}
 * @param rawInputMayLeave whether cut 0 is a candidate
 * @param calibration what encodings cost; null for raw tensors only
 * @param accuracy how much answers may differ from those of the uncut network
 */
public record Terms(
    CostKind cost,
    InputForm input,
    boolean rawInputMayLeave,
    @Nullable Calibration calibration,
    Accuracy accuracy) {

  /** Terms of exact answers, without a calibration. */
  public Terms(CostKind cost, InputForm input, boolean rawInputMayLeave) {
    this(cost, input, rawInputMayLeave, null, Accuracy.EXACT);
  }
}
