package io.isthmus.lab.bench;

import io.isthmus.decision.CostModel;
import io.isthmus.decision.Decision;
import io.isthmus.decision.DecisionInput;
import io.isthmus.decision.EdgeStatus;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.WireCostModel;
import io.isthmus.decision.Workload;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.network.Unit;
import io.isthmus.plan.Planner;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.Machine;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.Timing;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profiling.Profiler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Decisions, as every request takes one; run by JMH. */
@State(Scope.Thread)
public class DecisionBenchmark {

  /** Names the package in the process that JMH starts. */
  static final String PACKAGE = "isthmus.bench.package";

  private static final Workload WORKLOAD = new Workload(5, 300_000, 1_500_000);

  private static final int MOST_IMAGES = 64;
  private static final Workload LARGE = new Workload(MOST_IMAGES, 9_600_000, 0);

  private final List<SplitSelector> selectors; // without and with a privacy limit
  private final List<Planner> planners;
  private final CostModel cost;
  private final List<SystemState> conditions;
  private int next;

  /** Reads the network; the times are made up, since the work does not depend on them. */
  public DecisionBenchmark() {
    Network network = network();
    selectors = List.of(new SplitSelector(network, true), new SplitSelector(network, false));
    planners = selectors.stream().map(Planner::new).toList();
    cost = new WireCostModel(network, times(network, 1.5), times(network, 0.5));
    conditions =
        DoubleStream.of(250, 1000, 4000, 16_000, 64_000, 128_000)
            .mapToObj(rate -> new SystemState(rate, 0.5, 1, 1.1, 0.9, 2))
            .toList();
  }

  private static Network network() {
    try (ModelPackage model = ModelPackage.open(Path.of(System.getProperty(PACKAGE, "")))) {
      return model.network();
    } catch (IOException | InvalidPackageException e) {
      throw new IllegalStateException(e); // it was read before JMH was started
    }
  }

  private static ProfileTimes times(Network network, double msPerUnit) {
    List<BatchTimings> batches =
        Profiler.DEFAULT_BATCHES.stream()
            .map(
                batch -> {
                  Timing time = new Timing(msPerUnit * Math.pow(batch, 0.9), 0);
                  List<Timing> units = Collections.nCopies(network.length(), time);
                  return new BatchTimings(batch, true, units, time, time, time);
                })
            .toList();
    return new ProfileTimes(
        new TimingProfile(
            network.name(),
            network.fingerprint(),
            new Machine("made up", "", 1, 1, ""),
            Instant.EPOCH,
            512 * 512,
            network.units().stream().map(Unit::name).toList(),
            batches));
  }

  /** A batch between two measured ones, under conditions that change. */
  @Benchmark
  public Decision fastest() {
    next = (next + 1) % (selectors.size() * conditions.size());
    SplitSelector selector = selectors.get(next % selectors.size());
    return selector.fastest(cost, WORKLOAD, conditions.get(next / selectors.size()));
  }

  /** A plan for the largest batch, under the same conditions. */
  @Benchmark
  public Optional<Decision> plan() {
    next = (next + 1) % (planners.size() * conditions.size());
    SystemState now = conditions.get(next / planners.size());
    DecisionInput situation =
        new DecisionInput(LARGE, now, cost, EdgeStatus.READY, 1.0, MOST_IMAGES, MOST_IMAGES);
    return planners.get(next % planners.size()).decide(situation);
  }
}
