package io.isthmus.lab.reproduce;

import io.isthmus.cli.Csv;
import io.isthmus.cli.Markdown;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where networks narrow by themselves: a matter of shapes alone. */
final class BottleneckStudy {

  private BottleneckStudy() {}

  static void write(List<Measured> networks, Path file, Markdown page) throws IOException {
    List<Network> shapes = networks.stream().map(Measured::network).toList();
    Csv.write(
        file,
        BottleneckRow.class,
        shapes.stream().flatMap(network -> BottleneckRow.of(network).stream()).toList());
    page.heading(2, "Natural bottlenecks")
        .paragraph(
            "Cuts 1 ≤ l < L with c_l < 1, and among them the compressive ones (Eq. 3) with their c_l."
                + " Every cut: [bottlenecks.csv](data/bottlenecks.csv).")
        .table(
            List.of("network", "input", "units", "natural", "compressive", "where"),
            shapes.stream().map(BottleneckStudy::row).toList());
  }

  private static List<String> row(Network network) {
    Bottlenecks bottlenecks = Bottlenecks.of(network);
    List<Integer> shape = network.input().shape();
    return List.of(
        network.name(),
        shape.get(1) + "×" + shape.get(2),
        Integer.toString(network.length()),
        Integer.toString(bottlenecks.natural().size()),
        Integer.toString(bottlenecks.compressive().size()),
        bottlenecks.compressive().stream()
            .map(cut -> where(network, cut))
            .collect(Collectors.joining(", ")));
  }

  private static String where(Network network, int cut) {
    return String.format(Locale.ROOT, "%s %.3f", network.cutName(cut), network.ratio(cut));
  }
}
