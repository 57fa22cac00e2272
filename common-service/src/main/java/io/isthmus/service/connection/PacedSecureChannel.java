package io.isthmus.service.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A TLS channel whose peer must take what is written to it. Tomcat uses it again for others. */
final class PacedSecureChannel extends SecureNioChannel implements PacedWrites {

  private final WritePace pace;

  PacedSecureChannel(SocketBufferHandler buffer, NioEndpoint endpoint, WritePace pace) {
    super(buffer, endpoint);
    this.pace = pace;
  }

  @Override
  public WritePace pace() {
    return pace;
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    pace.before();
    int written = super.write(src);
    boolean left = src.hasRemaining() || getOutboundRemaining() > 0;
    pace.after(written, left, CurrentConnection.get().isPresent());
    return written;
  }
}
