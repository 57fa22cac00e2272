package io.isthmus.service.connection;

import java.nio.charset.StandardCharsets;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * HTTP/1.1 that takes an underscore in the header {@code Host}. The names of containers and of
 * services in Compose files have them, and resolvers resolve them; Tomcat refuses them with a 400
 * and has no setting for it.
 */
final class LenientHostProcessor extends Http11Processor {

  /** Stands for an underscore while Tomcat checks the name: a letter may be anywhere in it. */
  private static final char LETTER = 'x';

  LenientHostProcessor(AbstractHttp11Protocol<?> protocol) {
    super(protocol, protocol.getAdapter());
  }

  @Override
  protected void parseHost(MessageBytes header) {
    String host = header == null || header.isNull() ? "" : header.toString();
    if (host.indexOf('_') < 0) {
      super.parseHost(header);
      return;
    }
    super.parseHost(bytes(host.replace('_', LETTER)));
    MessageBytes name = getRequest().serverName();
    if (!name.isNull() && !getErrorState().isError()) { // what links are made of
      name.setString(host.substring(0, name.toString().length()));
    }
  }

  private static MessageBytes bytes(String text) {
    MessageBytes made = MessageBytes.newInstance();
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    made.setBytes(ascii, 0, ascii.length);
    return made;
  }
}
