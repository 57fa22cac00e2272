package io.isthmus.device.decide;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.accuracy.Parts;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cut that could have been, as JSON.
 *
 * @param option the option
 * @param predictedMs its predicted time, part by part; null where it cannot be predicted
 * @param excluded what ruled it out, as in {@code reason}; null if it could be chosen
 */
public record CutView(
    @JsonUnwrapped OptionView option, @Nullable Parts predictedMs, @Nullable String excluded) {

  static List<CutView> of(Explanation explanation) {
    return explanation.cuts().stream().map(CutView::of).toList();
  }

  private static CutView of(Explanation.Cut cut) {
    Reason excluded = cut.excluded();
    return new CutView(
        OptionView.of(cut.option(), cut.unit()),
        Parts.ofNullable(cut.time()),
        excluded == null ? null : Json.lower(excluded));
  }
}
