package io.isthmus.cli.harness;

import io.isthmus.cli.service.Payload;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.image.Pixels;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The sample photographs, as files and as frames, in batches of any size. */
public final class Inputs {

  private final TensorSpec input;
  private final List<byte[]> photos = new ArrayList<>();
  private final List<byte[]> frames = new ArrayList<>();

  /**
   * Reads every JPEG of a folder.
   *
   * @param input the network's input, U8 [3,H,W]
   * @throws IOException if there is none, or one is damaged
   */
  public Inputs(Path folder, TensorSpec input) throws IOException {
    this.input = input;
    ImageReader reader = new ImageReader(Long.MAX_VALUE);
    for (Path file : photographs(folder)) {
      byte[] bytes = Files.readAllBytes(file);
      try {
        frames.add(frame(reader.decode(reader.inspect(bytes))));
      } catch (ImageException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
      photos.add(bytes);
    }
  }

  /**
   * Reads every JPEG of a folder for a package.
   *
   * @throws InvalidPackageException if its network takes no pictures
   */
  public static Inputs of(Path folder, ModelPackage model)
      throws IOException, InvalidPackageException {
    if (!model.network().takesPictures()) {
      throw model.unusable(
          "it takes no pictures, and this measures with pictures; inspect, profile, calibrate and"
              + " serve are for networks of any input");
    }
    return new Inputs(folder, model.network().input());
  }

  private static List<Path> photographs(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(f -> f.toString().endsWith(".jpg")).sorted().toList();
      if (found.isEmpty()) {
        throw new IOException("no photographs (*.jpg) in " + folder);
      }
      return found;
    }
  }

  /**
   * The middle square of a photograph, scaled to the network's input by taking the nearest pixel.
   */
  private byte[] frame(Pixels photo) {
    int height = input.shape().get(1);
    int width = input.shape().get(2);
    int side = Math.min(photo.width(), photo.height());
    int left = (photo.width() - side) / 2;
    int top = (photo.height() - side) / 2;
    ByteBuffer rgb = photo.rgb();
    byte[] frame = new byte[3 * height * width];
    int at = 0;
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < height; y++) {
        int row = channel * photo.height() + top + y * side / height;
        for (int x = 0; x < width; x++) {
          frame[at++] = rgb.get(row * photo.width() + left + x * side / width);
        }
      }
    }
    return frame;
  }

  /** A batch of JPEG files, beginning with photograph {@code first} and going round. */
  public Payload photos(int batch, int first) {
    return Payload.photographs(pick(photos, batch, first));
  }

  /** A batch of frames, likewise. */
  public Payload frames(int batch, int first) {
    ByteBuffer data = ByteBuffer.allocate((int) input.bytes(batch));
    pick(frames, batch, first).forEach(data::put);
    return Payload.frames(new Tensor(input, batch, data.flip()));
  }

  /** A batch of that kind, likewise. */
  public Payload payload(InputKind kind, int batch, int first) {
    return switch (kind) {
      case PHOTOS -> photos(batch, first);
      case FRAMES -> frames(batch, first);
    };
  }

  /** Image i of a batch that begins with the first: the file. Not to be changed. */
  public byte[] photo(int i) {
    return photos.get(i % photos.size());
  }

  /** The same image as a frame. Not to be changed. */
  public byte[] frame(int i) {
    return frames.get(i % frames.size());
  }

  /** How many different images there are: image i is image i + count. */
  public int count() {
    return photos.size();
  }

  private static List<byte[]> pick(List<byte[]> from, int batch, int first) {
    return IntStream.range(first, first + batch).mapToObj(i -> from.get(i % from.size())).toList();
  }
}
