package io.isthmus.device.edge;

import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;

/**
 * Reads the heads of answers, of which few in a row may be informational (100, 102, 103): HTTP
 * allows any number before the answer itself, and a client that reads them all keeps a processor
 * busy for as long as they come.
 */
final class FewInformationalAnswers implements HttpMessageParserFactory<ClassicHttpResponse> {

  /** An honest edge sends one, and a proxy before it another. */
  static final int MOST = 8;

  private static final int FIRST_FINAL_STATUS = 200;

  private final HttpMessageParserFactory<ClassicHttpResponse> usual =
      DefaultHttpResponseParserFactory.INSTANCE;

  /** The parser of one connection, which has one exchange at a time. */
  @Override
  @SuppressWarnings("deprecation") // the interface has no other method to implement
  public HttpMessageParser<ClassicHttpResponse> create(Http1Config config) {
    HttpMessageParser<ClassicHttpResponse> parser = usual.create();
    int[] inARow = {0};
    return (buffer, in) -> {
      ClassicHttpResponse head = parser.parse(buffer, in);
      boolean last = head == null || head.getCode() >= FIRST_FINAL_STATUS;
      inARow[0] = last ? 0 : inARow[0] + 1;
      if (inARow[0] > MOST) {
        throw new HttpException("more than " + MOST + " informational answers before the answer");
      }
      return head;
    };
  }
}
