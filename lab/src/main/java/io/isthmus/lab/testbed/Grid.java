package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;

/**
 * All situations of a sweep.
 *
 * @param rates of the link
 * @param feeds what comes in
 * @param batches images in a request
 */
record Grid(List<DataRate> rates, List<Feed> feeds, List<Integer> batches) {

  /** Copies the lists. */
  Grid {
    rates = List.copyOf(rates);
    feeds = List.copyOf(feeds);
    batches = List.copyOf(batches);
  }

  /** The cells of one rate, small batches first, so that memory grows with them. */
  List<Cell> cells(DataRate rate) {
    List<Cell> cells = new ArrayList<>();
    for (int batch : batches) {
      for (Feed feed : feeds) {
        cells.add(new Cell(rate, feed, batch));
      }
    }
    return cells;
  }

  /** The cells of all rates. */
  List<Cell> cells() {
    return rates.stream().flatMap(rate -> cells(rate).stream()).toList();
  }

  /** The same without batches that some machine cannot take. */
  Grid upTo(int largestBatch) {
    return new Grid(rates, feeds, batches.stream().filter(b -> b <= largestBatch).toList());
  }
}
