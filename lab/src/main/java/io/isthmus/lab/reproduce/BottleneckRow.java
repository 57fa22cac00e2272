package io.isthmus.lab.reproduce;

import io.isthmus.cli.predict.Figures;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A cut of a network, 1 ≤ l &lt; L.
 *
 * @param elements |h_l|
 * @param ratio c_l
 * @param natural whether c_l &lt; 1
 * @param compressive whether Eq. 3 holds
 */
record BottleneckRow(
    String network,
    int cut,
    String unit,
    long elements,
    BigDecimal ratio,
    boolean natural,
    boolean compressive) {

  static List<BottleneckRow> of(Network network) {
    Bottlenecks bottlenecks = Bottlenecks.of(network);
    return IntStream.range(1, network.length())
        .mapToObj(
            cut ->
                new BottleneckRow(
                    network.name(),
                    cut,
                    network.cutName(cut),
                    network.activation(cut).elements(),
                    Figures.five(network.ratio(cut)),
                    bottlenecks.natural().contains(cut),
                    bottlenecks.compressive().contains(cut)))
        .toList();
  }
}
