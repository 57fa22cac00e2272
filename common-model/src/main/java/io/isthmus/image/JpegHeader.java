package io.isthmus.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The markers of a JPEG file (ITU T.81, annex B), from the first to the end of the picture. Bytes
 * between markers that belong to none are passed over, as decoders do.
 */
final class JpegHeader {

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP1 = 0xe1;
  private static final int APP14 = 0xee;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

  private final ByteBuffer in;
  private @Nullable JpegFrame frame;
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean adobe;
  private int scans;

  private JpegHeader(ByteBuffer file) {
    this.in = file.slice();
  }

  /**
   * Reads a file whose first two bytes are SOI.
   *
   * @throws ImageException if it ends before its picture does, or is of a kind that is not decoded
   */
  static ImageHeader read(ByteBuffer file) throws ImageException {
    return new JpegHeader(file).read();
  }

  private ImageHeader read() throws ImageException {
    in.position(2);
    for (int marker = nextMarker(); marker != EOI; marker = nextMarker()) {
      if (!standsAlone(marker)) {
        segment(marker, nextSegment());
      }
      if (marker == SOS) {
        scans++;
        skipEntropyCodedData();
      }
    }
    if (frame == null || scans == 0) {
      throw ImageException.damaged();
    }
    if (frame.components() == 4 && !adobe) {
      throw ImageException.unsupported("a JPEG of four colours without Adobe's marker");
    }
    boolean buffers = frame.progressive() || scans > 1;
    return new ImageHeader(
        ImageFormat.JPEG,
        frame.width(),
        frame.height(),
        orientation,
        frame.components() == 1,
        scans,
        buffers ? frame.coefficientBytes() : 0);
  }

  private void segment(int marker, ByteBuffer data) throws ImageException {
    if (JpegFrame.isStart(marker)) {
      if (frame != null) {
        throw ImageException.damaged();
      }
      frame = JpegFrame.read(marker, data);
    } else if (marker == APP1 && startsWith(data, EXIF)) {
      orientation = Exif.orientation(data.slice(EXIF.length, data.limit() - EXIF.length));
    } else if (marker == APP14 && data.limit() >= 12 && startsWith(data, ADOBE)) {
      adobe = true;
    }
  }

  /** The code of the next marker; a file that has none any more was cut short. */
  private int nextMarker() throws ImageException {
    while (in.remaining() >= 2) {
      if (in.get() == (byte) 0xff) {
        int code = in.get(in.position()) & 0xff;
        if (code != 0 && code != 0xff) {
          in.get();
          return code;
        }
      }
    }
    throw ImageException.damaged();
  }

  private static boolean standsAlone(int marker) {
    return marker == 0x01 || (marker >= 0xd0 && marker <= SOI);
  }

  /** What follows a marker, without its length. */
  private ByteBuffer nextSegment() throws ImageException {
    int length = in.remaining() < 2 ? 0 : in.getShort() & 0xffff;
    if (length < 2 || length - 2 > in.remaining()) {
      throw ImageException.damaged();
    }
    ByteBuffer data = in.slice(in.position(), length - 2);
    in.position(in.position() + length - 2);
    return data;
  }

  /** Goes to the next marker that is no restart marker and no stuffed byte. */
  private void skipEntropyCodedData() {
    while (in.remaining() >= 2) {
      if (in.get() == (byte) 0xff) {
        int code = in.get(in.position()) & 0xff;
        if (code != 0 && code != 0xff && (code < 0xd0 || code > 0xd7)) {
          in.position(in.position() - 1);
          return;
        }
      }
    }
  }

  private static boolean startsWith(ByteBuffer data, byte[] start) {
    return data.limit() >= start.length
        && data.slice(0, start.length).equals(ByteBuffer.wrap(start));
  }
}
