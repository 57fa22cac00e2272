package io.isthmus.lab.overload;

import io.isthmus.cli.FailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import me.tongfei.progressbar.ProgressBar;

/** Every load of one service, round by round: upwards, then downwards, and so on. */
final class Sweep {

  private final OverloadHarness harness;
  private final OverloadHarness.Target target;
  private final double capacityPerS;
  private final Map<Double, List<Round>> rounds = new TreeMap<>();
  private int turns;

  /** Loads are multiples of the capacity. */
  Sweep(
      OverloadHarness harness,
      OverloadHarness.Target target,
      double capacityPerS,
      List<Double> loads) {
    this.harness = harness;
    this.target = target;
    this.capacityPerS = capacityPerS;
    loads.forEach(load -> rounds.put(load, new ArrayList<>()));
  }

  /** Gives every load one turn of that length. */
  void round(Duration time, ProgressBar bar)
      throws InterruptedException, IOException, FailedException {
    List<Map.Entry<Double, List<Round>>> loads = new ArrayList<>(rounds.entrySet());
    if (turns++ % 2 == 1) {
      Collections.reverse(loads);
    }
    for (Map.Entry<Double, List<Round>> load : loads) {
      load.getValue().add(harness.load(target, load.getKey() * capacityPerS, time));
      bar.step();
    }
  }

  /** All rounds together, from the smallest load to the largest. */
  List<LoadRow> rows() {
    return rounds.entrySet().stream()
        .map(entry -> LoadRow.of(target.name(), entry.getKey(), entry.getValue()))
        .toList();
  }
}
