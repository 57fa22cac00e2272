package io.isthmus.service.http.body;

import java.io.IOException;
import java.io.InputStream;

/**
 * A multipart body between its boundaries: it ends where one begins, and goes on behind it. The
 * line that the first boundary stands on tells how the lines of the body end, with CRLF as they
 * should or with LF alone. Nothing is kept but a buffer.
 */
final class PartStream extends InputStream {

  /**
   * Beside the beginning of a boundary there is room for as much as the connector has at a time;
   * {@link LimitedInputStream} looks at how much a read brings.
   */
  private static final int BUFFER = 8 * 1024 + 128;

  private final InputStream body;
  private final byte[] buffer = new byte[BUFFER];
  private byte[] delimiter;
  private int start;
  private int end;

  /** How many bytes from {@code start} are known not to begin a boundary. */
  private int free;

  private boolean ended;

  /**
   * The bytes up to the first delimiter, which may be the very beginning: a line end is put there.
   *
   * @param delimiter has at most 128 bytes, of which only the first is CR or LF
   */
  PartStream(InputStream body, byte[] delimiter) {
    this.body = body;
    this.delimiter = delimiter.clone();
    buffer[end++] = '\n';
  }

  /** Goes on behind the delimiter that was met, to the next one of that kind. */
  void goOn(byte[] next) {
    delimiter = next.clone();
    ended = false;
    free = 0;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? take() & 0xff : -1;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (len == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int n = Math.min(len, free);
    System.arraycopy(buffer, start, b, off, n);
    start += n;
    free -= n;
    return n;
  }

  /** Reads over what is left before the delimiter. */
  void skipRest() throws IOException {
    while (hasMore()) {
      start += free;
      free = 0;
    }
  }

  /** The next byte of the body, whatever it belongs to. */
  byte next() throws IOException {
    if (start == end) {
      fill();
    }
    return buffer[start++];
  }

  private byte take() {
    free--;
    return buffer[start++];
  }

  private boolean hasMore() throws IOException {
    while (free == 0 && !ended) {
      look();
    }
    return free > 0;
  }

  /** Finds what cannot begin a delimiter, or the delimiter, or reads more. */
  private void look() throws IOException {
    int at = start;
    int matched = matched(at);
    while (at + matched < end && matched < delimiter.length) {
      at += Math.max(1, matched);
      matched = matched(at);
    }
    free = at - start;
    if (free == 0 && matched == delimiter.length) {
      start += matched;
      ended = true;
    } else if (free == 0) {
      fill(); // it may go on
    }
  }

  /** How many bytes from there are those of the delimiter; none of them begins another one. */
  private int matched(int at) {
    int n = 0;
    while (n < delimiter.length && at + n < end && buffer[at + n] == delimiter[n]) {
      n++;
    }
    return n;
  }

  private void fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int n = body.read(buffer, end, buffer.length - end);
    if (n < 0) {
      throw MultipartBody.malformed();
    }
    end += n;
  }
}
