package io.isthmus.device.v2;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a stream, as a stream of its own; the rest stays where it is. */
final class Prefix extends FilterInputStream {

  private long left;

  /** The first {@code bytes} bytes of a stream. */
  Prefix(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  /** Bytes that have not been read yet. */
  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    int value = left == 0 ? -1 : super.read();
    left -= value < 0 ? 0 : 1;
    return value;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    int n = left == 0 && len > 0 ? -1 : super.read(b, off, (int) Math.min(len, left));
    left -= Math.max(0, n);
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = super.skip(Math.min(n, left));
    left -= skipped;
    return skipped;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(super.available(), left);
  }

  /** The stream goes on after the prefix. */
  @Override
  public void close() {}
}
