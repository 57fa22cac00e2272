package io.isthmus.service.connection;

import org.springframework.util.unit.DataSize;

/** How many connections the Java heap has room for. */
final class ConnectionMemory {

  /** Measured: buffers and objects of a connection with a half header, with room for more. */
  private static final DataSize PLAIN = DataSize.ofKilobytes(64);

  /** Those of the engine, and a packet each way, besides. */
  private static final DataSize TLS = DataSize.ofKilobytes(192);

  /** Of the heap connections may take one part in so many. */
  private static final int SHARE = 4;

  private static final int LEAST = 64;
  private static final int MOST = 8192;

  private ConnectionMemory() {}

  /** The most connections for a heap of that size, in bytes. */
  static int connections(long heap, boolean tls) {
    long each = (tls ? TLS : PLAIN).toBytes();
    return (int) Math.max(LEAST, Math.min(MOST, heap / SHARE / each));
  }
}
