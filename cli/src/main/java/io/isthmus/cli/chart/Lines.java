package io.isthmus.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.text.DecimalFormat;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.DefaultXYDataset;

/** Lines over a logarithmic axis. */
public final class Lines {

  private final DefaultXYDataset data = new DefaultXYDataset();
  private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
  private final JFreeChart chart;

  /**
   * Empty axes.
   *
   * @param highest end of the vertical axis, which begins at 0; what lies above is not shown
   */
  public Lines(String title, String x, String y, double highest) {
    LogAxis across = new LogAxis(x);
    across.setBase(10);
    across.setTickUnit(new NumberTickUnit(1)); // whole decades
    across.setNumberFormatOverride(new DecimalFormat("0.###"));
    NumberAxis up = new NumberAxis(y);
    up.setRange(0, highest);
    across.setLabelFont(Fonts.TEXT);
    across.setTickLabelFont(Fonts.TEXT);
    up.setLabelFont(Fonts.TEXT);
    up.setTickLabelFont(Fonts.TEXT);
    XYPlot plot = new XYPlot(data, across, up, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    chart = new JFreeChart(title, Fonts.TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
  }

  /**
   * Adds a line; later ones lie above earlier ones.
   *
   * @param points x and y of every point
   */
  public void add(Category category, double[][] points) {
    int series = data.getSeriesCount();
    data.addSeries(category.name(), points);
    renderer.setSeriesPaint(series, category.color());
    renderer.setSeriesStroke(series, new BasicStroke(2));
  }

  /** The chart. */
  public JFreeChart chart() {
    return chart;
  }
}
