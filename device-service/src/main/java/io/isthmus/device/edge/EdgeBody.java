package io.isthmus.device.edge;

import java.io.IOException;
import java.io.OutputStream;

/** A request body for the edge whose length is known before it is written. */
public interface EdgeBody {

  /** The value of Content-Type. */
  String contentType();

  /** Number of bytes. */
  long length();

  /** Writes all of it. */
  void writeTo(OutputStream out) throws IOException;

  /**
   * Called when nobody waits for the exchange any more. After it has returned the body no longer
   * touches what it was made from, even if a thread is still writing it.
   */
  default void abandon() {}
}
