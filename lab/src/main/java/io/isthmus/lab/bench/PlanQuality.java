package io.isthmus.lab.bench;

import io.isthmus.cli.Statistics;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.plan.Planner;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How good plans are in the planner's own terms: batches of 16, a network as it was measured on one
 * core, a device that takes three times as long, links of 1 to 128 MB/s. Geometric means of
 * predicted times.
 *
 * @param network its name
 * @param rawInputMayLeave whether raw frames may
 * @param overBound of a plan over what no plan can beat
 * @param eq6OverPlan of the best single cut over a plan
 * @param eq6OverBound of the best single cut over what no plan can beat: no plans gain more
 */
record PlanQuality(
    String network,
    boolean rawInputMayLeave,
    double overBound,
    double eq6OverPlan,
    double eq6OverBound) {

  private static final List<String> NETWORKS = List.of("efficientnet_b4", "efficientnet_b0");
  private static final int IMAGES = 16;
  private static final double SLOWDOWN = 3;
  private static final double RTT_MS = 5;
  private static final double LOWEST = 1000; // bytes per millisecond
  private static final int OCTAVES = 8;

  /** Plans for the stored profiles of a folder. */
  static List<PlanQuality> all(Path profiles) throws IOException, InvalidPackageException {
    List<PlanQuality> all = new ArrayList<>();
    for (String network : NETWORKS) {
      all.add(of(profiles.resolve(network), true));
      all.add(of(profiles.resolve(network), false));
    }
    return all;
  }

  private static PlanQuality of(Path folder, boolean mayLeave)
      throws IOException, InvalidPackageException {
    Network network = ModelPackage.readNetwork(folder.resolve("manifest.json"));
    TimingProfile profile = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    WireCostModel cost =
        new WireCostModel(
            network, new ProfileTimes(profile.slowed(SLOWDOWN)), new ProfileTimes(profile));
    SplitSelector selector = new SplitSelector(network, mayLeave);
    Planner planner = new Planner(selector);
    List<Double> overBound = new ArrayList<>();
    List<Double> eq6OverPlan = new ArrayList<>();
    for (int octave = 0; octave < OCTAVES; octave++) {
      DecisionInput now = situation(network, cost, LOWEST * (1 << octave));
      Decision plan = planner.decide(now).orElseThrow();
      double planMs = predictedMs(plan);
      overBound.add(planMs / Objects.requireNonNull(plan.boundMs()));
      eq6OverPlan.add(predictedMs(selector.decide(now).orElseThrow()) / planMs);
    }
    double bound = Statistics.geometricMean(overBound);
    double eq6 = Statistics.geometricMean(eq6OverPlan);
    return new PlanQuality(network.name(), mayLeave, bound, eq6, eq6 * bound);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-16s %-10s plans %.3f × their bound; Eq. 6 %.2f × as long, where the bound leaves %.2f",
        network,
        rawInputMayLeave ? "frames" : "held back",
        overBound,
        eq6OverPlan,
        eq6OverBound);
  }

  private static DecisionInput situation(Network network, WireCostModel cost, double bytesPerMs) {
    Workload frames = new Workload(IMAGES, network.activation(0).bytes(IMAGES), 0);
    SystemState now = new SystemState(bytesPerMs, RTT_MS, 0, 1, 1);
    return new DecisionInput(frames, now, cost, EdgeStatus.READY, 0.0, IMAGES, IMAGES);
  }

  private static double predictedMs(Decision decision) {
    LatencyBreakdown predicted = Objects.requireNonNull(decision.predicted());
    return predicted.totalMs();
  }
}
