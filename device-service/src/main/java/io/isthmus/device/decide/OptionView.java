package io.isthmus.device.decide;

import io.isthmus.decision.Option;
import io.isthmus.network.Network;

/**
 * An option, as JSON.
 *
 * @param split the cut
 * @param unit its name
 * @param edge number of the edge, from 0
 * @param encoding how the tensors at the cut are written, such as {@code raw} or {@code q16}
 */
public record OptionView(int split, String unit, int edge, String encoding) {

  /** An option whose cut has that name. */
  public static OptionView of(Option option, String unit) {
    return new OptionView(option.cut(), unit, option.edge(), option.encoding().toString());
  }

  /** An option of a network. */
  static OptionView of(Option option, Network network) {
    return of(option, network.cutName(option.cut()));
  }
}
