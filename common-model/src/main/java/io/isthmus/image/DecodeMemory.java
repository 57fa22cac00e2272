package io.isthmus.image;

import java.util.concurrent.Semaphore;

/**
 * Native memory for pictures while they are decoded, shared by all requests: whoever finds too
 * little of it waits until others are done. Bounded by bytes, since pictures differ by a factor of
 * ten thousand.
 */
final class DecodeMemory {

  private static final int UNIT = 1024;

  private final Semaphore free;

  DecodeMemory(long bytes) {
    free = new Semaphore((int) Math.min(Integer.MAX_VALUE, bytes / UNIT), true);
  }

  /** Waits for that many bytes, which are at most all there are. The wait ends: decoding does. */
  ImageReader.Share take(long bytes) {
    int units = (int) Math.min(Integer.MAX_VALUE, bytes / UNIT);
    free.acquireUninterruptibly(units);
    return () -> free.release(units);
  }
}
