package io.isthmus.service.http.body;

import io.isthmus.service.http.problem.Problems;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

/**
 * What a request's body holds, unpacked where it was packed. Unpacked it may have as many bytes as
 * a body may have, counted as they come out: a few kilobytes of gzip can be gigabytes.
 */
final class ArrivingBody extends FilterInputStream {

  private final LimitedInputStream arriving;
  private final boolean packed;
  private final DataSize max;
  private long left;

  /**
   * The content of a body.
   *
   * @param arriving the body as it comes over the network
   * @param max how many bytes it may have unpacked
   */
  ArrivingBody(LimitedInputStream arriving, ContentCoding coding, DataSize max) throws IOException {
    super(unpacked(arriving, coding));
    this.arriving = arriving;
    this.packed = coding != ContentCoding.IDENTITY;
    this.max = max;
    this.left = max.toBytes();
  }

  private static InputStream unpacked(LimitedInputStream arriving, ContentCoding coding)
      throws IOException {
    try {
      return coding.unpacked(arriving);
    } catch (ZipException e) {
      throw noGzip();
    }
  }

  private static ErrorResponseException noGzip() {
    return Problems.badRequest("Content-Encoding says gzip, but the body is no valid gzip.");
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    try {
      int n = super.read(b, off, len);
      left -= Math.max(0, n);
      if (packed && n > 0) {
        arriving.unpacked(n);
      }
      if (left < 0) {
        throw LimitedInputStream.tooLarge(max);
      }
      return n;
    } catch (ZipException e) {
      throw noGzip();
    }
  }

  @Override
  public long skip(long n) throws IOException {
    return read(new byte[(int) Math.min(n, 8192)]);
  }

  /**
   * What it holds will be decoded to so many bytes, which are held as well; throws a 503 where
   * there is no memory for them.
   */
  void unpacksTo(long bytes) {
    arriving.unpacked(bytes);
  }

  /** How long it took to arrive; see {@link ArrivalTimer}. */
  double arrivalMs() {
    return arriving.arrivalMs();
  }
}
