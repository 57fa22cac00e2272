package io.isthmus.device.infer;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.decision.HedgePolicy;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Schedule;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.decide.DecisionContext;
import io.isthmus.device.edge.EdgeProperties;
import io.isthmus.device.edge.TailHost;
import io.isthmus.device.guard.ShadowSampler;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.network.Network;
import io.isthmus.service.model.ExpiredException;
import io.isthmus.service.observability.Spans;
import io.isthmus.wire.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.stereotype.Component;

/** Has plans carried out: heads here, tails on the edge. */
@Component
class PlanExecutor {

  private final LocalExecutors executors;
  private final EncoderSource encoders;
  private final TailHost edge;
  private final HedgePolicy patience;
  private final LiveController controller;
  private final ShadowSampler shadows;
  private final Spans spans;

  PlanExecutor(
      LocalExecutors executors,
      EncoderSource encoders,
      TailHost edge,
      EdgeProperties properties,
      LiveController controller,
      ShadowSampler shadows,
      Spans spans) {
    this.executors = executors;
    this.encoders = encoders;
    this.edge = edge;
    this.patience = properties.patience();
    this.controller = controller;
    this.shadows = shadows;
    this.spans = spans;
  }

  /**
   * Carries a plan out.
   *
   * @param account gets the times
   * @return the values of each image, those of one output after another
   * @throws ImageException if an image is damaged
   * @throws ExpiredException if there is no answer before the deadline
   */
  List<float[]> carryOut(
      DecisionContext taken, InferInput input, RequestTimings account, Deadline deadline)
      throws ImageException {
    List<Chunk> chunks = taken.decision().plan().chunks();
    List<TailTimeout> waiting = waiting(taken, deadline);
    LocalExecutor own = executors.now();
    TensorWriter writer = new TensorWriter(own, encoders, controller, account);
    ChunkContext around = new ChunkContext(writer, edge, shadows, spans);
    try (PlanRun run = new PlanRun(edge.uploads(), new HeadGaps(own, account, controller))) {
      int first = 0;
      for (int i = 0; i < chunks.size(); i++) {
        Chunk chunk = chunks.get(i);
        RequestMemory memory = run.own(own.computation().openMemory());
        InferInput part = input.part(first, chunk.images(), memory);
        run.add(new ChunkRun(around, chunk.option(), waiting.get(i), memory, part));
        first += chunk.images();
      }
      Network network = controller.snapshot().controller().setup().network();
      return run.carryOut((int) network.outputs().elements());
    }
  }

  /**
   * How long to wait for each chunk of a plan. A cut that the request names is waited for: whoever
   * forces it wants to see it.
   */
  private List<TailTimeout> waiting(DecisionContext taken, Deadline deadline) {
    Decision decision = taken.decision();
    Plan plan = decision.plan();
    Schedule schedule = decision.schedule();
    if (schedule == null) {
      return Collections.nCopies(
          plan.chunks().size(), new TailTimeout(-1, 0, TailTimeout.FOREVER, deadline));
    }
    boolean forced = decision.reason() == Reason.FORCED;
    List<TailTimeout> waiting = new ArrayList<>();
    for (int i = 0; i < schedule.chunks().size(); i++) {
      double exchangeMs = schedule.chunks().get(i).exchangeMs();
      waiting.add(waiting(exchangeMs, schedule.aheadMs(i), forced, deadline));
    }
    return waiting;
  }

  private TailTimeout waiting(
      double exchangeMs, double aheadMs, boolean forced, Deadline deadline) {
    double overdueMs = patience.overdueMs(exchangeMs, aheadMs);
    return new TailTimeout(
        exchangeMs,
        aheadMs,
        forced ? TailTimeout.FOREVER : Duration.ofNanos((long) (overdueMs * 1e6)),
        deadline);
  }
}
