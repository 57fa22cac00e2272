package io.isthmus.cli.chart;

import java.util.List;
import org.jfree.chart.JFreeChart;

/**
 * A chart of a sheet.
 *
 * @param chart without a legend
 * @param legend drawn below it; empty where the sheet has one for all
 */
public record Panel(JFreeChart chart, List<Category> legend) {

  /** Copies the list. */
  public Panel {
    legend = List.copyOf(legend);
  }
}
