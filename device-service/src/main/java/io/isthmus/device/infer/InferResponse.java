package io.isthmus.device.infer;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.isthmus.accuracy.Parts;
import io.isthmus.calibration.Accuracy;
import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.device.decide.ChunkView;
import io.isthmus.device.decide.Json;
import io.isthmus.device.decide.OptionView;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON answer of {@code POST /infer}; all times in milliseconds. */
record InferResponse(
    String model,
    String fingerprint,
    int batch,
    List<Result> results,
    DecisionView decision,
    Parts measuredMs,
    boolean degraded) {

  /** One image: its classes and what else the network gives, or why it has nothing. */
  @SuppressWarnings("ArrayRecordComponent") // written as JSON at once
  @JsonInclude(Include.NON_NULL)
  record Result(
      @Nullable List<Classes.Ranked> classes,
      float @Nullable [] logits,
      @Nullable Map<String, OutputView> outputs,
      @Nullable String error) {

    /** An image that has no answer. */
    static Result refused(String error) {
      return new Result(null, null, null, error);
    }
  }

  /** A cut that was considered. */
  record CandidateView(@JsonUnwrapped OptionView option, double totalMs) {
    static CandidateView of(Candidate candidate) {
      return new CandidateView(
          OptionView.of(candidate.option(), candidate.unit()), candidate.time().totalMs());
    }
  }

  /**
   * What was decided, and why; {@code predictedMs} is null where nothing is known of the link, and
   * {@code boundMs}, which no plan can be faster than, where plans were not compared.
   */
  record DecisionView(
      String mode,
      @JsonUnwrapped OptionView option,
      String reason,
      String accuracy,
      List<ChunkView> plan,
      @Nullable Parts predictedMs,
      @Nullable Double boundMs,
      List<CandidateView> candidates) {

    static DecisionView of(Decision d, Accuracy accuracy) {
      return new DecisionView(
          Json.lower(d.mode()),
          OptionView.of(d.option(), d.unit()),
          Json.lower(d.reason()),
          accuracy.toString(),
          ChunkView.of(d.plan()),
          Parts.ofNullable(d.predicted()),
          d.boundMs(),
          d.candidates().stream().map(CandidateView::of).toList());
    }
  }
}
