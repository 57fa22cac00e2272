package io.isthmus.device.decide;

import io.isthmus.accuracy.Tally;
import io.isthmus.control.SplitPreference;
import io.isthmus.decision.Explanation;
import io.isthmus.decision.Workload;
import io.isthmus.device.control.AccuracyProperties;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import java.util.List;
import java.util.stream.DoubleStream;
import org.springframework.stereotype.Component;

/**
 * Tells what is decided and why, for {@code /actuator/splits} and for the dashboard. Whoever asks
 * is an onlooker: nothing is probed for it.
 */
@Component
public class Explainer {

  /** 125 kB/s to 128 MB/s, two for each doubling, in bytes per millisecond. */
  private static final List<Double> RATES =
      DoubleStream.iterate(0, i -> i <= 20, i -> i + 1)
          .mapToObj(i -> 125 * Math.pow(2, i / 2))
          .toList();

  private static final List<Integer> BATCHES = List.of(1, 2, 4, 8, 16, 32, 64);

  private final Network network;
  private final Decider decider;
  private final DecisionLog log;
  private final LiveController controller;
  private final Workload oneFrame;
  private final Wish usual;

  Explainer(
      Network network,
      Decider decider,
      DecisionLog log,
      LiveController controller,
      AccuracyProperties accuracy) {
    this.network = network;
    this.decider = decider;
    this.log = log;
    this.controller = controller;
    this.usual = new Wish(new SplitPreference.Fastest(), accuracy.budget());
    this.oneFrame = new Workload(1, TensorBody.size(network.inputs(), 1), 0);
  }

  /** What one frame would be decided now. */
  Explanation oneFrame() {
    return decider.explain(decider.foresee(usual, oneFrame));
  }

  /** The live estimates. */
  ConditionsView conditions() {
    return ConditionsView.of(controller.snapshot());
  }

  /** What was checked of each lossy option. */
  List<CheckView> checks() {
    return CheckView.of(controller.snapshot().controller().guard(), decider.space());
  }

  /** How right the latest decisions were, and all since the start. */
  AccuracyView accuracy() {
    List<DecisionLog.Entry> latest = log.latest();
    return AccuracyView.of(
        DecisionLog.KEPT,
        Tally.of(latest.stream().map(DecisionLog.Entry::outcome).toList()),
        log.sinceStart());
  }

  /** How things stand. */
  public PresentView present() {
    Explanation now = oneFrame();
    return new PresentView(
        conditions(),
        AgesView.of(controller.snapshot()),
        now.why(),
        CutView.of(now),
        accuracy(),
        GainsView.of(log.gains(), network),
        map(),
        checks().stream().filter(CheckView::suspended).toList());
  }

  private MapView map() {
    Workload like =
        log.newest().map(entry -> entry.taken().situation().workload()).orElse(oneFrame);
    return MapView.of(like, decider.map(usual, like, RATES, BATCHES));
  }

  /** All decisions that are kept, newest first. */
  List<DecisionView> latest() {
    return log.latest().stream().map(this::view).toList();
  }

  /**
   * The decisions since one.
   *
   * @param id its number; 0 for all
   * @param most how many at most: the latest
   * @return newest first
   */
  public List<DecisionView> after(long id, int most) {
    return log.after(id, most).stream().map(this::view).toList();
  }

  private DecisionView view(DecisionLog.Entry entry) {
    return DecisionView.of(entry, decider.explain(entry.taken()));
  }
}
