package io.isthmus.cli.chart;

import java.awt.Color;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYZDataset;

/** A map of coloured areas over two logarithmic axes. */
public final class HeatMap {

  /** Below every category, so that it stays white. */
  private static final double NOTHING = -1;

  private HeatMap() {}

  /**
   * Draws an area for each category.
   *
   * @param field gives the number of the category, counted from 0; white where it is NaN
   */
  public static JFreeChart of(
      String title, LogScale x, LogScale y, Field field, List<Category> categories) {
    LookupPaintScale colors = new LookupPaintScale(-0.5, categories.size() - 0.5, Color.WHITE);
    for (int i = 0; i < categories.size(); i++) {
      colors.add(i - 0.5, categories.get(i).color());
    }
    XYBlockRenderer blocks = new XYBlockRenderer();
    blocks.setPaintScale(colors);
    blocks.setBlockWidth(x.step());
    blocks.setBlockHeight(y.step());
    XYPlot plot = new XYPlot(points(x, y, field), axis(x), axis(y), blocks);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    JFreeChart chart = new JFreeChart(title, Fonts.TITLE, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(0, 0, 0, 12)); // half a label is wider than the axis
    return chart;
  }

  private static DefaultXYZDataset points(LogScale x, LogScale y, Field field) {
    double[][] points = new double[3][x.size() * y.size()];
    int at = 0;
    for (int column = 0; column < x.size(); column++) {
      for (int row = 0; row < y.size(); row++) {
        points[0][at] = x.position(column);
        points[1][at] = y.position(row);
        double value = field.at(x.value(column), y.value(row));
        points[2][at] = Double.isNaN(value) ? NOTHING : value;
        at++;
      }
    }
    DefaultXYZDataset data = new DefaultXYZDataset();
    data.addSeries("", points);
    return data;
  }

  private static NumberAxis axis(LogScale scale) {
    NumberAxis axis = new NumberAxis(scale.label());
    axis.setTickUnit(new NumberTickUnit(scale.labelStep(), new PowerOfTwoFormat()));
    axis.setRange(
        scale.position(0) - scale.step() / 2, scale.position(scale.size() - 1) + scale.step() / 2);
    axis.setLabelFont(Fonts.TEXT);
    axis.setTickLabelFont(Fonts.TEXT);
    return axis;
  }
}
