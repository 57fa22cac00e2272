package io.isthmus.recording;

import io.isthmus.calibration.Accuracy;
import io.isthmus.control.Request;
import io.isthmus.control.SplitPreference;
import io.isthmus.control.Verdict;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Workload;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request and what was said to it.
 *
 * @param asked {@code fastest}, {@code fastest-cut} or {@code named}
 * @param named the chunks that the request named; null if it named none
 * @param workload what it brought
 * @param leftMs time until its deadline, in milliseconds; null if it had none
 * @param kind whether it was carried out
 * @param plan the chunks that were decided; null where there was no room
 * @param reason why; null likewise
 * @param predictedMs their predicted time in milliseconds; null where it could not be predicted
 * @param accuracy the request's budget; null where the answers had to be exact
 */
public record RecordedDecision(
    String asked,
    @Nullable List<Chunk> named,
    Workload workload,
    @Nullable Double leftMs,
    Verdict.Kind kind,
    @Nullable List<Chunk> plan,
    @Nullable Reason reason,
    @Nullable Double predictedMs,
    @Nullable String accuracy) {

  private static final String FASTEST = "fastest";
  private static final String FASTEST_CUT = "fastest-cut";
  private static final String NAMED = "named";

  static RecordedDecision of(Request request, Verdict verdict) {
    Decision decision = verdict.decision();
    LatencyBreakdown predicted = decision == null ? null : decision.predicted();
    return new RecordedDecision(
        asked(request.preference()),
        named(request),
        request.workload(),
        request.leftMs() == Double.POSITIVE_INFINITY ? null : request.leftMs(),
        verdict.kind(),
        decision == null ? null : decision.plan().chunks(),
        decision == null ? null : decision.reason(),
        predicted == null ? null : predicted.totalMs(),
        request.accuracy().equals(Accuracy.EXACT) ? null : request.accuracy().toString());
  }

  private static String asked(SplitPreference preference) {
    if (preference instanceof SplitPreference.Fastest) {
      return FASTEST;
    }
    return preference instanceof SplitPreference.FastestCut ? FASTEST_CUT : NAMED;
  }

  private static @Nullable List<Chunk> named(Request request) {
    if (request.preference() instanceof SplitPreference.Cut cut) {
      return Plan.single(request.workload().batch(), cut.option()).chunks();
    }
    return request.preference() instanceof SplitPreference.Chunks chunks
        ? chunks.plan().chunks()
        : null;
  }

  /** The request, to be judged again; throws IllegalArgumentException if it makes no sense. */
  Request request() {
    double left = leftMs == null ? Double.POSITIVE_INFINITY : leftMs;
    return new Request(preference(), workload, left, budget());
  }

  private Accuracy budget() {
    return accuracy == null
        ? Accuracy.EXACT
        : Accuracy.parse(accuracy)
            .orElseThrow(() -> new IllegalArgumentException("no budget is " + accuracy));
  }

  private SplitPreference preference() {
    if (named != null) {
      return new SplitPreference.Chunks(new Plan(named));
    }
    return switch (asked) {
      case FASTEST -> new SplitPreference.Fastest();
      case FASTEST_CUT -> new SplitPreference.FastestCut();
      default -> throw new IllegalArgumentException("nothing is known of asking for " + asked);
    };
  }

  /** Whether a verdict says the same: the plan and its reason, and whether it is carried out. */
  public boolean isAs(RecordedDecision other) {
    return kind == other.kind && reason == other.reason && Objects.equals(plan, other.plan);
  }
}
