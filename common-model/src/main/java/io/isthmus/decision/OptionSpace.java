package io.isthmus.decision;

import io.isthmus.calibration.Accuracy;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.List;
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
  private final Option[] exact;

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
    this.all = List.copyOf(allOf(network, calibration));
    this.exact = allowedUnder(Accuracy.EXACT);
  }

  private static List<Option> allOf(Network network, @Nullable Calibration calibration) {
    List<Option> options = new ArrayList<>();
    addAt(0, calibration, options);
    Bottlenecks.of(network).compressive().forEach(cut -> addAt(cut, calibration, options));
    options.add(Option.at(network.length()));
    return options;
  }

  private static void addAt(int cut, @Nullable Calibration calibration, List<Option> options) {
    options.add(Option.at(cut));
    if (cut == 0) {
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
    CalibratedOption measured = measured(option);
    return option.encoding().exact() || (measured != null && budget.allows(measured));
  }

  /** What was measured for an option; null if nothing was. */
  public @Nullable CalibratedOption measured(Option option) {
    return calibration == null
        ? null
        : calibration.option(option.cut(), option.encoding()).orElse(null);
  }

  /**
   * The options worth comparing under a budget, in their order. Of a cut's quantisers that is the
   * smallest: they all take the same time to write and to read.
   */
  Option[] allowed(Accuracy budget) {
    return budget.equals(Accuracy.EXACT) ? exact : allowedUnder(budget);
  }

  private Option[] allowedUnder(Accuracy budget) {
    List<Option> allowed = new ArrayList<>();
    for (Option option : all) {
      if (mayLeave(option) && accurate(option, budget)) {
        int last = allowed.size() - 1;
        if (last >= 0 && replaces(option, allowed.get(last))) {
          allowed.set(last, option);
        } else {
          allowed.add(option);
        }
      }
    }
    return allowed.toArray(Option[]::new);
  }

  private static boolean replaces(Option option, Option finer) {
    return option.cut() == finer.cut()
        && option.encoding().kind() == Encoding.Kind.QUANTISED
        && finer.encoding().kind() == Encoding.Kind.QUANTISED;
  }
}
