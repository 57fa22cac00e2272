package io.isthmus.device.edge;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.springframework.boot.ssl.SslBundle;

/**
 * TLS towards the edge with the certificates of the moment: the device shows its own, and takes the
 * edge's only from the authority that it trusts and for the host that it has called.
 */
final class EdgeTls implements TlsSocketStrategy {

  private volatile TlsSocketStrategy current;

  EdgeTls(SslBundle bundle) {
    current = strategy(bundle);
  }

  /** New connections use these certificates; those that are open go on with theirs. */
  void renew(SslBundle bundle) {
    current = strategy(bundle);
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return current.upgrade(socket, target, port, attachment, context);
  }

  /** The name is checked within the handshake, before the edge is shown our certificate. */
  private static TlsSocketStrategy strategy(SslBundle bundle) {
    return new DefaultClientTlsStrategy(
        bundle.createSslContext(),
        bundle.getOptions().getEnabledProtocols(),
        bundle.getOptions().getCiphers(),
        SSLBufferMode.STATIC,
        HostnameVerificationPolicy.BUILTIN,
        HttpsSupport.getDefaultHostnameVerifier());
  }
}
