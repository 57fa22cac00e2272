package io.isthmus.service.connection;

import org.springframework.util.unit.DataSize;

/** How many connections the Java heap has room for. */
final class ConnectionMemory {

  /** 4,400 connections with half a header have exhausted a heap of 256 MB: 58 kB each. */
  private static final DataSize PLAIN = DataSize.ofKilobytes(64);

  /** The same was done by 1,965 with TLS: 130 kB each. */
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
