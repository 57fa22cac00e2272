package io.isthmus.device.decide;

import io.isthmus.decision.Candidate;
import io.isthmus.decision.Decision;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Plan;
import io.isthmus.network.Network;
import io.isthmus.service.Deadlines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/** The 504 for a request that cannot be answered in time: it tells what was tried. */
@Component
public final class TooLate {

  /** An attempt as JSON. */
  record AttemptView(
      List<ChunkView> plan, String unit, @Nullable Double predictedMs, String outcome) {}

  private final Network network;
  private final Deadlines deadlines;

  TooLate(Network network, Deadlines deadlines) {
    this.network = network;
    this.deadlines = deadlines;
  }

  /** Nothing was begun, since all of it is predicted to be too late. */
  ErrorResponseException refusal(Decision refused, double leftMs) {
    List<Attempt> tried = new ArrayList<>();
    for (Candidate candidate : refused.candidates()) {
      tried.add(notBegun(candidate.plan(), candidate.time()));
    }
    if (tried.stream().noneMatch(attempt -> attempt.plan().equals(refused.plan()))) {
      tried.add(notBegun(refused.plan(), refused.predicted()));
    }
    return problem(detail(refused, leftMs), leftMs, tried);
  }

  private static String detail(Decision refused, double leftMs) {
    LatencyBreakdown time = refused.predicted();
    if (leftMs <= 0 || time == null) {
      return "The deadline had passed before anything could be begun.";
    }
    return String.format(
        Locale.ROOT,
        "Nothing that may be done is ready in the %.1f ms that are left; the fastest is predicted"
            + " at %.1f ms.",
        leftMs,
        time.totalMs());
  }

  /** Something was begun, but there is no answer in time. */
  public ErrorResponseException missed(Decision decision, List<Attempt> tried, double leftMs) {
    List<Attempt> all =
        tried.isEmpty() ? List.of(notBegun(decision.plan(), decision.predicted())) : tried;
    String detail =
        leftMs > 0
            ? "The edge gave no answer, and this device cannot finish in the time that is left."
            : "The deadline passed before there was an answer.";
    return problem(detail, leftMs, all);
  }

  private static Attempt notBegun(Plan plan, @Nullable LatencyBreakdown time) {
    return new Attempt(plan, time == null ? null : time.totalMs(), Attempt.NOT_BEGUN);
  }

  private ErrorResponseException problem(String detail, double leftMs, List<Attempt> tried) {
    ErrorResponseException problem = deadlines.missed(detail, leftMs);
    problem.getBody().setProperty("tried", tried.stream().map(this::view).toList());
    return problem;
  }

  private AttemptView view(Attempt attempt) {
    return new AttemptView(
        ChunkView.of(attempt.plan()),
        network.cutName(attempt.plan().mainOption().cut()),
        attempt.predictedMs(),
        attempt.outcome());
  }
}
