package io.isthmus.tools.bench;

import io.isthmus.decision.Conditions;
import io.isthmus.decision.CutTime;
import io.isthmus.decision.Decision;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.Situation;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.plan.Planner;
import io.isthmus.profile.ProfileStore;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.tools.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How good plans are in the planner's own terms: EfficientNet-B4 as it was measured on one core, a
 * device that takes three times as long, links of 1 to 128 MB/s, raw frames that may leave and that
 * may not. Geometric means of predicted times.
 *
 * @param overBound of a plan over what no plan can beat
 * @param eq6OverPlan of the best single cut over a plan
 */
record PlanQuality(double overBound, double eq6OverPlan) {

  private static final int IMAGES = 16;
  private static final double SLOWDOWN = 3;
  private static final double RTT_MS = 5;
  private static final double LOWEST = 1000; // bytes per millisecond
  private static final int OCTAVES = 8;

  /** Plans for the profiles of a folder. */
  static PlanQuality of(Path profiles) throws IOException, InvalidPackageException {
    Path folder = profiles.resolve("efficientnet_b4");
    Network network = ModelPackage.readNetwork(folder.resolve("manifest.json"));
    TimingProfile profile = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    WireCostModel cost =
        new WireCostModel(
            network, new ProfileTimes(profile.slowed(SLOWDOWN)), new ProfileTimes(profile));
    List<Double> overBound = new ArrayList<>();
    List<Double> eq6OverPlan = new ArrayList<>();
    for (boolean mayLeave : new boolean[] {true, false}) {
      SplitSelector selector = new SplitSelector(network, mayLeave);
      Planner planner = new Planner(selector);
      for (int octave = 0; octave < OCTAVES; octave++) {
        Situation now = situation(network, cost, LOWEST * (1 << octave));
        Decision plan = planner.decide(now).orElseThrow();
        double planMs = predictedMs(plan);
        overBound.add(planMs / Objects.requireNonNull(plan.boundMs()));
        eq6OverPlan.add(predictedMs(selector.decide(now).orElseThrow()) / planMs);
      }
    }
    return new PlanQuality(
        Statistics.geometricMean(overBound), Statistics.geometricMean(eq6OverPlan));
  }

  private static Situation situation(Network network, WireCostModel cost, double bytesPerMs) {
    Workload frames = new Workload(IMAGES, network.activation(0).bytes(IMAGES), 0);
    Conditions now = new Conditions(bytesPerMs, RTT_MS, 0, 1, 1);
    return new Situation(frames, now, cost, EdgeStatus.READY, 0.0, IMAGES, IMAGES);
  }

  private static double predictedMs(Decision decision) {
    CutTime predicted = Objects.requireNonNull(decision.predicted());
    return predicted.totalMs();
  }
}
