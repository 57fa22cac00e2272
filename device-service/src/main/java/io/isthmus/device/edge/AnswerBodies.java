package io.isthmus.device.edge;

import io.isthmus.device.edge.EdgeFailures.BadAnswerException;
import io.isthmus.units.DataSize;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Reads the bodies of an edge's answers, each up to what it can honestly be. Of one that is longer
 * nothing more is read, and its connection is closed.
 */
final class AnswerBodies {

  /** Of an answer of which only the status and the headers are used. */
  private static final int UNUSED = 8 * 1024;

  private AnswerBodies() {}

  /**
   * All of a body.
   *
   * @throws BadAnswerException if it is larger
   */
  static byte[] all(ClientHttpResponse response, DataSize longest) throws IOException {
    int most = Math.toIntExact(longest.bytes());
    InputStream body = response.getBody();
    byte[] all = body.readNBytes(most);
    if (all.length == most && body.read() >= 0) {
      CancellableExchange.drop();
      throw new BadAnswerException("an answer of more than " + most + " bytes");
    }
    return all;
  }

  /** Nothing of a body is of use: a short one is read so that the connection can be used again. */
  static void skip(ClientHttpResponse response) {
    try {
      if (response.getBody().readNBytes(UNUSED).length == UNUSED) {
        CancellableExchange.drop();
      }
    } catch (IOException e) { // the answer was in its status: only the connection is lost
      CancellableExchange.drop();
    }
  }
}
