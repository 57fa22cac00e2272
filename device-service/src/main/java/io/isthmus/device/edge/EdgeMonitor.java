package io.isthmus.device.edge;

import io.isthmus.control.EdgeEvent;
import io.isthmus.device.control.LiveController;
import io.isthmus.device.edge.EdgeException.Kind;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.observability.QuotedException;
import io.isthmus.tensor.Tensor;
import java.time.Duration;
import java.util.List;

/**
 * Looks after the edge in the background, so that no request pays for it: meets an edge that is
 * new, and tries one that failed with real data.
 */
final class EdgeMonitor implements Runnable {

  private static final Duration CANARY_LIMIT = Duration.ofSeconds(5);

  private final Network network;
  private final Introduction introduction;
  private final ProfileGrowth growth;
  private final EdgeHttp http;
  private final EdgeCircuitBreaker guard;
  private final LiveController controller;
  private final EdgeUse use;

  EdgeMonitor(
      Network network,
      Introduction introduction,
      ProfileGrowth growth,
      EdgeHttp http,
      EdgeCircuitBreaker guard,
      LiveController controller,
      EdgeUse use) {
    this.network = network;
    this.introduction = introduction;
    this.growth = growth;
    this.http = http;
    this.guard = guard;
    this.controller = controller;
    this.use = use;
  }

  /** One round; never throws, since that would end the schedule. */
  @Override
  public void run() {
    try {
      ProfileTimes known = controller.snapshot().controller().edge().profile();
      // one that failed may be another one by now; it is not in use before it has been met anew
      if (known == null || !guard.closed() || growth.of(known)) {
        meet();
      }
      if (!guard.closed()) {
        tryWithData();
      }
      use.inUse();
    } catch (EdgeException e) {
      use.notInUse(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) { // whatever an edge made us fail of, it is asked again
      use.notInUse(QuotedException.text(e));
    }
  }

  private void meet() throws EdgeException {
    try {
      controller.on(introduction.meet());
    } catch (EdgeException e) {
      noteIfDiffers(e);
      throw e;
    }
  }

  private void noteIfDiffers(EdgeException e) {
    if (e.kind() == Kind.OTHER_MODEL) {
      controller.on(new EdgeEvent.Differs());
    }
  }

  /**
   * Half-open: a small real tail decides, not a health check, which may be green while data fails.
   */
  private void tryWithData() throws EdgeException {
    List<Integer> narrow = Bottlenecks.of(network).compressive();
    int cut = narrow.isEmpty() ? network.length() - 1 : narrow.get(narrow.size() - 1);
    CutTensors tensors = network.activation(cut);
    EdgeBody zeros = new TensorBody(tensors, Tensor.zeros(tensors, 1));
    try {
      guard.run(
          () -> http.trial(cut, zeros), new CancellableExchange(), TimeLimit.of(CANARY_LIMIT));
    } catch (EdgeException e) {
      noteIfDiffers(e);
      throw e;
    }
  }
}
