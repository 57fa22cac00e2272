package io.isthmus.image;

import io.isthmus.image.ImageException.Problem;
import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads JPEG, PNG and WebP in two steps: the header, which bounds what the pixels will cost, and
 * later the pixels. Device and edge decode alike, so both see the same bits. Thread-safe.
 */
public final class ImageReader {

  private final ImageLimits limits;
  private final @Nullable ImageTransform transform;
  private final DecodeMemory memory;

  /**
   * A reader for one network.
   *
   * @param limits what is refused before it is decoded
   * @param transform how pictures become the network's input; null where the package has a module
   *     of its own for that
   */
  public ImageReader(ImageLimits limits, @Nullable ImageTransform transform) {
    this.limits = limits;
    this.transform = transform;
    this.memory = new DecodeMemory(limits.decodeBytes());
  }

  /** A reader for whole pictures that refuses those of more than {@code maxPixels} pixels. */
  public ImageReader(long maxPixels) {
    this(ImageLimits.of(maxPixels), null);
  }

  /** Whether pictures are brought to the network's input here, rather than by its own module. */
  public boolean resizes() {
    return transform != null;
  }

  /** Reads the header of a file on the heap; see the other method. */
  public EncodedImage inspect(byte[] file) throws ImageException {
    return inspect(ByteBuffer.wrap(file));
  }

  /**
   * Reads the header only.
   *
   * @param bytes the file, between position and limit; kept, not copied
   * @throws ImageException if the file is no picture, or one that takes too much
   */
  public EncodedImage inspect(ByteBuffer bytes) throws ImageException {
    return inspect(bytes, "");
  }

  /**
   * Reads the headers of the pictures of one request.
   *
   * @param places how each is called in a refusal, by its index
   * @throws ImageException that names the picture, if one of them cannot be taken
   */
  public List<EncodedImage> inspectAll(List<ByteBuffer> files, IntFunction<String> places)
      throws ImageException {
    List<EncodedImage> images = new ArrayList<>(files.size());
    for (ByteBuffer file : files) {
      images.add(inspect(file, places.apply(images.size())));
    }
    limits.requireTogether(images);
    return images;
  }

  /**
   * Pictures of one request, each looked at for itself.
   *
   * @param images those that can be taken, in their order
   * @param refused why the others cannot, by their index
   */
  public record Inspected(List<EncodedImage> images, SortedMap<Integer, ImageException> refused) {}

  /**
   * Reads the headers of the pictures of one request; a bad one does not refuse the others.
   *
   * @param places how each is called in a refusal, by its index
   * @throws ImageException if those that can be taken are too much together
   */
  public Inspected inspectEach(List<ByteBuffer> files, IntFunction<String> places)
      throws ImageException {
    Inspected all = new Inspected(new ArrayList<>(), new TreeMap<>());
    for (int i = 0; i < files.size(); i++) {
      try {
        all.images().add(inspect(files.get(i), places.apply(i)));
      } catch (ImageException e) {
        all.refused().put(i, e);
      }
    }
    limits.requireTogether(all.images());
    return all;
  }

  private EncodedImage inspect(ByteBuffer bytes, String place) throws ImageException {
    try {
      ImageHeader header = header(bytes);
      limits.require(header);
      DecodeCost cost = DecodeCost.of(header, transform);
      limits.require(cost);
      return new EncodedImage(bytes, header, cost, place);
    } catch (ImageException e) {
      throw e.at(place);
    }
  }

  private ImageHeader header(ByteBuffer bytes) throws ImageException {
    ImageFormat format = ImageFormat.of(bytes);
    if (format == null) {
      throw new ImageException(Problem.NOT_AN_IMAGE, "this is neither a JPEG nor a PNG nor a WebP");
    }
    ImageHeader header =
        switch (format) {
          case JPEG -> JpegHeader.read(bytes);
          case PNG -> PngHeader.read(bytes);
          case WEBP -> WebpHeader.read(bytes);
        };
    boolean ignored = transform != null && transform.orientation() == ExifRule.IGNORE;
    return ignored ? header.withOrientation(Orientation.UPRIGHT) : header;
  }

  /** Decodes the pixels to the heap; see the other method. */
  public Pixels decode(EncodedImage image) throws ImageException {
    return decode(image, ByteBuffer::allocate);
  }

  /**
   * Decodes the upright picture. It comes smaller where {@link DecodeCost#reduction} says so.
   *
   * @param room gives room for that many bytes
   * @throws ImageException if the picture is damaged
   */
  public Pixels decode(EncodedImage image, IntFunction<ByteBuffer> room) throws ImageException {
    ImageHeader header = image.header();
    int reduction = image.cost().reduction();
    int width = DecodeCost.reduced(header.width(), reduction);
    int height = DecodeCost.reduced(header.height(), reduction);
    ByteBuffer planes = room.apply(Math.multiplyExact(3, Math.multiplyExact(width, height)));
    RowSink rows = new PlanarRows(width, height, header.orientation(), planes);
    decode(image, room, (w, h) -> rows);
    return header.orientation().transposed()
        ? new Pixels(height, width, planes)
        : new Pixels(width, height, planes);
  }

  /**
   * Decodes a picture and brings it to the network's input. Waits while other pictures take all the
   * memory for decoding.
   *
   * @param input room for U8 [3,height,width], from index 0
   * @param room gives room for that many bytes, where the picture has to be held whole
   * @throws ImageException if the picture is damaged
   * @throws IllegalStateException if the package has a module of its own for that
   */
  public void readInput(EncodedImage image, ByteBuffer input, IntFunction<ByteBuffer> room)
      throws ImageException {
    ImageTransform how = requireTransform();
    Orientation orientation = image.header().orientation();
    try (Share share = memory.take(image.cost().bytes())) {
      decode(image, room, (w, h) -> Resampler.of(w, h, orientation, how, input));
    }
    if (how.colours() == Colours.SRGB) {
      ColourProfile.toSrgb(image, input, how.width() * how.height());
    }
    Resampler.pad(image, how, input);
  }

  private ImageTransform requireTransform() {
    if (transform == null) {
      throw new IllegalStateException("this package's own module resizes pictures");
    }
    return transform;
  }

  private static void decode(EncodedImage image, IntFunction<ByteBuffer> room, Sinks sinks)
      throws ImageException {
    int reduction = image.cost().reduction();
    ImageHeader header = image.header();
    try {
      switch (header.format()) {
        case JPEG -> NativeDecoder.jpeg(image.bytes(), reduction, sinks);
        case PNG -> PngDecoder.decode(image.bytes(), header, room, reducing(reduction, sinks));
        case WEBP -> NativeDecoder.webp(image.bytes(), reducing(reduction, sinks));
      }
    } catch (ImageException e) {
      throw e.at(image.place());
    }
  }

  private static Sinks reducing(int reduction, Sinks sinks) {
    return reduction == 1
        ? sinks
        : (w, h) -> {
          int width = DecodeCost.reduced(w, reduction);
          int height = DecodeCost.reduced(h, reduction);
          return new BoxReducer(w, h, reduction, sinks.of(width, height));
        };
  }

  /**
   * Waits for the memory that a picture takes while it is decoded, for a caller that decodes and
   * resizes itself.
   *
   * @return to be closed once the picture is gone
   */
  public Share reserve(EncodedImage image) {
    return memory.take(image.cost().bytes());
  }

  /** Memory that is reserved for a picture; closing gives it back. */
  public interface Share extends AutoCloseable {
    @Override
    void close();
  }
}
