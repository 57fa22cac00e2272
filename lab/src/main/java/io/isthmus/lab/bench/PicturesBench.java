package io.isthmus.lab.bench;

import io.isthmus.cli.Output;
import io.isthmus.cli.Statistics;
import io.isthmus.cli.Table;
import io.isthmus.cli.UsageException;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.Fit;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.image.ImageTransform;
import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import io.isthmus.image.Interpolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench pictures}: what it takes to bring pictures of several kinds to an input. */
@Command(
    name = "pictures",
    description = "Time and memory to bring pictures of several kinds to a network's input.",
    footer = "  ./isthmus bench pictures --megapixels 12")
final class PicturesBench implements Callable<Integer> {

  private static final int RESIZE = 256;
  private static final int CROP = 224;

  @Option(names = "--megapixels", description = "Size of the pictures (default 12).")
  private int megapixels = 12;

  @Option(names = "--rounds", description = "Times that each is decoded, in turn (default 7).")
  private int rounds = 7;

  @Mixin private Output output = new Output();

  /**
   * One kind of picture.
   *
   * @param picture its name
   * @param fileKb size of the file, in 1000 bytes
   * @param reduction it is decoded at that fraction of its size
   * @param memoryMb native memory while it is decoded, in 10^6 bytes
   * @param ms the median, decoding and resizing
   * @param timesBaseline that over the time of the first
   * @param predicted what the device takes that ratio for
   */
  record Row(
      String picture,
      double fileKb,
      int reduction,
      double memoryMb,
      double ms,
      double timesBaseline,
      double predicted) {}

  private static final class Series {
    private final MadePictures.Picture picture;
    private final ImageReader reader;
    private final List<Double> ms = new ArrayList<>();

    Series(MadePictures.Picture picture, boolean reduced) {
      this.picture = picture;
      this.reader =
          new ImageReader(
              ImageLimits.NONE,
              new ImageTransform(
                  new Fit.Crop(RESIZE),
                  CROP,
                  CROP,
                  Interpolation.BICUBIC,
                  ExifRule.APPLY,
                  Colours.IGNORE,
                  reduced));
    }

    EncodedImage inspected() throws ImageException {
      return reader.inspect(picture.file());
    }
  }

  @Override
  public Integer call() throws Exception {
    if (megapixels < 1 || megapixels > 40 || rounds < 1) {
      throw new UsageException("--megapixels takes 1 to 40, and --rounds at least 1");
    }
    List<Series> all = new ArrayList<>();
    for (MadePictures.Picture picture : MadePictures.of(megapixels)) {
      all.add(new Series(picture, false));
      if (picture.isJpeg()) {
        all.add(new Series(picture.named(picture.name() + ", reduced decoding"), true));
      }
    }
    for (int round = 0; round <= rounds; round++) {
      for (Series one : all) {
        double ms = decode(one);
        if (round > 0) { // the first warms up
          one.ms.add(ms);
        }
      }
    }
    List<Row> rows = rows(all);
    output.print(rows, () -> text(rows));
    return 0;
  }

  private static double decode(Series one) throws ImageException {
    ByteBuffer input = ByteBuffer.allocate(3 * CROP * CROP);
    long start = System.nanoTime();
    one.reader.readInput(one.inspected(), input, ByteBuffer::allocateDirect);
    return (System.nanoTime() - start) / 1e6;
  }

  private static List<Row> rows(List<Series> all) throws ImageException {
    double baselineMs = Statistics.median(all.get(0).ms);
    double baselineWork = all.get(0).inspected().cost().work();
    List<Row> rows = new ArrayList<>();
    for (Series one : all) {
      EncodedImage image = one.inspected();
      double ms = Statistics.median(one.ms);
      rows.add(
          new Row(
              one.picture.name(),
              image.length() / 1e3,
              image.cost().reduction(),
              image.cost().bytes() / 1e6,
              ms,
              ms / baselineMs,
              image.cost().work() / baselineWork));
    }
    return rows;
  }

  private String text(List<Row> rows) {
    Table table =
        Table.of("picture", "file kB", "decoded at", "memory MB", "ms", "× baseline", "predicted");
    for (Row row : rows) {
      table.row(
          row.picture(),
          number("%.0f", row.fileKb()),
          "1/" + row.reduction(),
          number("%.0f", row.memoryMb()),
          number("%.1f", row.ms()),
          number("%.2f", row.timesBaseline()),
          number("%.2f", row.predicted()));
    }
    return "%d megapixels to %d × %d, median of %d%n%s"
        .formatted(megapixels, CROP, CROP, rounds, table);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
