package io.isthmus.decision;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options that there are for a network: the cuts {0} ∪ compressive bottlenecks ∪ {L}, each with
 * the encodings that are known there. Raw tensors need no calibration, nor do the pixels of cut 0;
 * every other encoding does, since nothing else tells its bytes.
 */
public final class OptionSpace {

  private final Network network;
  private final int earliestCut;
  private final @Nullable Calibration calibration;
  private final List<Option> all;
  private final Map<Option, CalibratedOption> measured = new HashMap<>(); // requests look it up
  private final Option[][] exact; // [cut that is compared][encoding]
  private final List<Option> lossy;

  /**
   * The options of a network.
   *
   * @param earliestCut nothing from before this cut may leave the device; 0 allows all
   * @param calibration what encodings cost; null if nobody has measured it
   */
  public OptionSpace(Network network, int earliestCut, @Nullable Calibration calibration) {
    this.network = network;
    this.earliestCut = earliestCut;
    this.calibration = calibration;
    if (calibration != null) {
      for (CalibratedCut cut : calibration.cuts()) {
        cut.options().forEach(each -> measured.put(Option.at(cut.split(), each.encoding()), each));
      }
    }
    this.all = List.copyOf(allOf(network, calibration));
    this.exact = allowedUnder(Accuracy.EXACT, Set.of());
    this.lossy =
        measured.keySet().stream().filter(each -> !each.encoding().exact()).sorted().toList();
  }

  private static List<Option> allOf(Network network, @Nullable Calibration calibration) {
    List<Option> options = new ArrayList<>();
    addAt(0, network, calibration, options);
    Bottlenecks.of(network).compressive().forEach(cut -> addAt(cut, network, calibration, options));
    options.add(Option.at(network.length()));
    return options;
  }

  private static void addAt(
      int cut, Network network, @Nullable Calibration calibration, List<Option> options) {
    options.add(Option.at(cut));
    if (network.isOfPixels(cut)) {
      options.add(Option.at(0, Encoding.PIXELS));
    }
    if (calibration != null) {
      calibration.at(cut).stream()
          .map(CalibratedOption::encoding)
          .filter(Encoding::isCoded)
          .sorted()
          .forEach(encoding -> options.add(Option.at(cut, encoding)));
    }
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** Nothing from before this cut may leave the device. */
  public int earliestCut() {
    return earliestCut;
  }

  /** What encodings cost, where it was measured. */
  public @Nullable Calibration calibration() {
    return calibration;
  }

  /** All options, allowed or not, in their order. */
  public List<Option> all() {
    return all;
  }

  /** Whether privacy lets an option be used. */
  public boolean mayLeave(Option option) {
    return option.cut() >= earliestCut;
  }

  /** Whether a budget lets an option be used: any encoding that is exact, or was measured so. */
  public boolean accurate(Option option, Accuracy budget) {
    CalibratedOption seen = measured(option);
    return option.encoding().exact() || (seen != null && budget.allows(seen));
  }

  /** Options with a calibration whose answers may be others than exact ones, in their order. */
  public List<Option> lossy() {
    return lossy;
  }

  /** What was measured for an option; null if nothing was. */
  public @Nullable CalibratedOption measured(Option option) {
    return measured.get(option);
  }

  /**
   * The options worth comparing under a budget, cut by cut, in their order. Of a cut's quantisers,
   * and of its JPEGs, that is the smallest: they take about the same time to write and to read.
   *
   * @param suspended options that are left out; none that is exact is ever suspended
   */
  Option[][] allowed(Accuracy budget, Set<Option> suspended) {
    return budget.equals(Accuracy.EXACT) ? exact : allowedUnder(budget, suspended);
  }

  private Option[][] allowedUnder(Accuracy budget, Set<Option> suspended) {
    List<Option[]> cuts = new ArrayList<>();
    List<Option> ofCut = new ArrayList<>();
    for (Option option : all) {
      if (!mayLeave(option) || !accurate(option, budget) || suspended.contains(option)) {
        continue;
      }
      if (!ofCut.isEmpty() && ofCut.get(0).cut() != option.cut()) {
        cuts.add(ofCut.toArray(Option[]::new));
        ofCut.clear();
      }
      add(option, ofCut);
    }
    cuts.add(ofCut.toArray(Option[]::new)); // cut L is always among them
    return cuts.toArray(Option[][]::new);
  }

  private static void add(Option option, List<Option> ofCut) {
    int last = ofCut.size() - 1;
    if (last >= 0 && replaces(option, ofCut.get(last))) {
      ofCut.set(last, option);
    } else {
      ofCut.add(option);
    }
  }

  private static boolean replaces(Option option, Option finer) {
    Encoding.Kind kind = option.encoding().kind();
    return kind.hasParameter() && kind == finer.encoding().kind();
  }
}
