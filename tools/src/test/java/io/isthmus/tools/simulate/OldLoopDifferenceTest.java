package io.isthmus.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.Report;
import io.isthmus.control.Request;
import io.isthmus.control.Verdict;
import io.isthmus.decision.Conditions;
import io.isthmus.decision.Decision;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.WireCostModel;
import io.isthmus.estimate.Correction;
import io.isthmus.estimate.EdgeLoad;
import io.isthmus.estimate.LinkEstimate;
import io.isthmus.estimate.ProbeBudget;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.ProfileStore;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.tools.predict.InputForm;
import io.isthmus.tools.predict.Machines;
import io.isthmus.tools.service.Checkout;
import io.isthmus.tools.trace.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loop that the simulation had before, told the same events, decides the same. */
class OldLoopDifferenceTest {

  /** What tools/simulate/Isthmus did, event by event. */
  private static final class OldLoop implements SimulatedDevice.Witness {
    private final Machines machines;
    private final ProfileTimes edge;
    private final WireCostModel cost;
    private final SplitSelector selector;
    private LinkEstimate link = LinkEstimate.UNKNOWN;
    private EdgeLoad load = EdgeLoad.IDLE;
    private Correction deviceFactor = Correction.NONE;
    private ProbeBudget budget = ProbeBudget.startingAt(0);
    private int compared;

    OldLoop(Machines machines) {
      this.machines = machines;
      edge = new ProfileTimes(machines.edge());
      cost = new WireCostModel(machines.network(), new ProfileTimes(machines.device()), edge);
      selector = new SplitSelector(machines.network(), true);
    }

    @Override
    public void happened(Event event, long now) {
      if (event instanceof DeviceEvent.Computed computed) {
        deviceFactor = deviceFactor.next(computed.measuredMs(), computed.profiledMs(), now);
      } else if (event instanceof EdgeEvent.Answered tail) {
        link = link.next(tail.sample(), now);
        double profiledMs = tail.work().unitsMs(edge);
        load = load.measured(tail.othersMs(), tail.tailMs(), profiledMs, now);
        budget = budget.over(link, now);
      } else if (event instanceof EdgeEvent.GivenUp given) {
        link = link.gaveUp(given.upBytes(), given.elapsedMs(), now);
        budget = budget.over(link, now);
      } else if (event instanceof EdgeEvent.ProbeFailed failed) {
        budget = budget.spent(failed.upBytes(), true, link, now);
      } else if (event instanceof EdgeEvent.Probed probed) {
        long bytes = probed.sample().upBytes();
        assertThat(budget.size(link, now)).as("a probe's size").isPositive();
        long before = link.rateNanos();
        link = link.next(probed.sample(), now);
        budget = budget.spent(bytes, link.rateNanos() != before, link, now);
        Report told = Objects.requireNonNull(probed.told());
        load = load.reported(told.queueMs(), told.slowdown(), now);
      }
    }

    @Override
    public void decided(Request request, Verdict verdict, long now) {
      Decision decision = verdict.decision();
      assertThat(decision).isNotNull();
      compared++;
      int length = machines.network().length();
      int old = length;
      if (link.known(now)) {
        Conditions believed =
            new Conditions(
                link.bytesPerMs(),
                link.rttMs(),
                load.expectedQueueMs(now),
                deviceFactor.at(now),
                load.expectedSlowdown(now),
                0);
        old = selector.fastest(cost, request.workload(), believed).split();
      }
      assertThat(decision.split()).as("request %d", compared).isEqualTo(old);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "efficientnet_b0, 6",
    "efficientnet_b0, 3",
    "efficientnet_b4, 6",
    "efficientnet_b4, 3"
  })
  void onAllTracesAtAllScales(String name, double slowdown) throws Exception {
    Path folder = Checkout.find().profiles().resolve(name);
    TimingProfile edge = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    Machines machines =
        Machines.of(
            ModelPackage.readNetwork(folder.resolve("manifest.json")), edge.slowed(slowdown), edge);
    var setting = new Simulation.Setting(3, List.of(1), new InputForm.Frames(), false, 0, 1);
    int compared = 0;
    for (String trace : List.of("0.3mbps-02", "0.6mbps-06", "1.6mbps-04", "3.2mbps-08")) {
      Path file = Checkout.find().traces().resolve("puffer-" + trace + ".csv");
      for (double scale : new double[] {1, 3, 10, 30, 100, 300, 1000}) {
        OldLoop old = new OldLoop(machines);
        Channel channel = Channel.of(Trace.read(file).scaled(scale));
        new Simulation(machines, setting).run(channel, old);
        compared += old.compared;
      }
    }
    assertThat(compared).isGreaterThan(5_000);
    System.out.println(name + " " + slowdown + ": " + compared + " decisions, all the same");
  }
}
