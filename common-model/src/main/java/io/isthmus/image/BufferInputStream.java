package io.isthmus.image;

import java.nio.ByteBuffer;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file in memory for ImageIO, whose own streams would copy it. */
final class BufferInputStream extends ImageInputStreamImpl {

  private final ByteBuffer file;

  /** A stream of what remains in a buffer, whose position is left as it is. */
  BufferInputStream(ByteBuffer file) {
    this.file = file.slice();
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos >= file.limit() ? -1 : file.get((int) streamPos++) & 0xff;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    bitOffset = 0;
    long left = file.limit() - streamPos;
    if (left <= 0 && length > 0) {
      return -1;
    }
    int n = (int) Math.min(left, length);
    file.get((int) streamPos, to, offset, n);
    streamPos += n;
    return n;
  }

  @Override
  public long length() {
    return file.limit();
  }
}
