package io.isthmus.decision;

import io.isthmus.network.Network;
import io.isthmus.profile.ProfileTimes;

/**
 * Eq. 4 and 5 of Bakhtiarnia et al. (2022) to the letter: T_l = T^h_{1..l} + D·c_l / r +
 * T^t_{l+1..L} with D = B·W·H·C bytes, as if every element took one byte. It knows no round trip,
 * queue, encoding or correction, and is here so that the paper can be reproduced.
 */
public record PaperCostModel(Network network, ProfileTimes device, ProfileTimes edge)
    implements CostModel {

  @Override
  public LatencyBreakdown time(Option option, Workload workload, SystemState conditions) {
    int cut = option.cut();
    int length = network.length();
    int batch = workload.batch();
    double inputBytes = (double) batch * network.input().elements();
    double transfer = cut == length ? 0 : inputBytes * network.ratio(cut) / conditions.bytesPerMs();
    double head = cut == 0 ? 0 : device.units(0, cut, batch);
    double tail = cut == length ? 0 : edge.units(cut, length, batch);
    return new LatencyBreakdown(option, 0, head, transfer, 0, tail);
  }
}
