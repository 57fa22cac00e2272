package io.isthmus.cli.predict;

import io.isthmus.cli.service.Checkout;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The sample photographs, as an example of how large photographs are. */
public final class Samples {

  private Samples() {}

  /** A photograph of their mean size and pixels. */
  public static InputForm.Jpeg mean() throws IOException {
    List<EncodedImage> photos = read(Checkout.find().samples());
    long bytes = photos.stream().mapToLong(EncodedImage::length).sum();
    return new InputForm.Jpeg(
        new DataSize(bytes / photos.size()), EncodedImage.work(photos) / photos.size());
  }

  /** A photograph of that size, as finely coded as the samples: its pixels follow. */
  public static InputForm.Jpeg ofSize(DataSize size) throws IOException {
    InputForm.Jpeg mean = mean();
    double pixelsPerByte = (double) mean.pixels() / mean.size().bytes();
    return new InputForm.Jpeg(size, Math.round(size.bytes() * pixelsPerByte));
  }

  private static List<EncodedImage> read(Path folder) throws IOException {
    ImageReader reader = new ImageReader(Long.MAX_VALUE);
    List<EncodedImage> photos = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList()) {
        photos.add(reader.inspect(Files.readAllBytes(file)));
      }
    } catch (ImageException e) {
      throw new IOException(folder + " holds a file that is no photograph", e);
    }
    return photos;
  }
}
