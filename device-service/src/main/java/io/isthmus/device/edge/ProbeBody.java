package io.isthmus.device.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.SplittableRandom;

/** Bytes that mean nothing and cannot be compressed on the way. */
record ProbeBody(int size) implements EdgeBody {

  private static final int CHUNK = 16 * 1024;

  @Override
  public String contentType() {
    return "application/octet-stream";
  }

  @Override
  public long length() {
    return size;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] noise = new byte[Math.min(CHUNK, size)];
    new SplittableRandom(size).nextBytes(noise);
    for (int left = size; left > 0; left -= noise.length) {
      out.write(noise, 0, Math.min(noise.length, left));
    }
  }
}
