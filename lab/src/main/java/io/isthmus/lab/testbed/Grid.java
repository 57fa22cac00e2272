package io.isthmus.lab.testbed;

import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;

/**
 * All situations of a sweep.
 *
 * @param rates of the link
 * @param inputs what comes in
 * @param batches images in a request
 */
record Grid(List<DataRate> rates, List<InputPolicy> inputs, List<Integer> batches) {

  /** Copies the lists. */
  Grid {
    rates = List.copyOf(rates);
    inputs = List.copyOf(inputs);
    batches = List.copyOf(batches);
  }

  /** The cells of one rate, small batches first, so that memory grows with them. */
  List<Cell> cells(DataRate rate) {
    List<Cell> cells = new ArrayList<>();
    for (int batch : batches) {
      for (InputPolicy input : inputs) {
        cells.add(new Cell(rate, input, batch));
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
    return new Grid(rates, inputs, batches.stream().filter(b -> b <= largestBatch).toList());
  }
}
