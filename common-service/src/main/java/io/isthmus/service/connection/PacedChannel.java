package io.isthmus.service.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/** A channel whose peer must take what is written to it. Tomcat uses it again for others. */
final class PacedChannel extends NioChannel implements PacedWrites {

  private final WritePace pace;

  PacedChannel(SocketBufferHandler buffer, WritePace pace) {
    super(buffer);
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
