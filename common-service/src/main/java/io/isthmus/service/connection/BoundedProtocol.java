package io.isthmus.service.connection;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/** HTTP/1.1 over connections that are bounded; Tomcat makes it by its name. */
public final class BoundedProtocol extends Http11NioProtocol {

  private final BoundedEndpoint endpoint;

  /** Made without bounds: {@link #bound} comes before its start. */
  public BoundedProtocol() {
    this(new BoundedEndpoint());
  }

  BoundedProtocol(BoundedEndpoint endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
  }

  @Override
  protected Processor createProcessor() {
    return new LenientHostProcessor(this);
  }

  /**
   * Sets the bounds.
   *
   * @param times how long peers may take
   * @param linger the pace of bodies that nobody wants
   * @param onDeath is told, once, that no connection will be accepted any more
   */
  void bound(ConnectionProperties times, Pace linger, Runnable onDeath) {
    endpoint.bound(times, new Lingering(linger, this::getMaxSwallowSize), onDeath);
  }
}
