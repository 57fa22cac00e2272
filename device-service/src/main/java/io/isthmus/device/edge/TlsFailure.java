package io.isthmus.device.edge;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says in words what a TLS handshake failed of; Java's own messages name classes. */
final class TlsFailure {

  private static final int DEPTH = 16;

  private TlsFailure() {}

  /** The words, if it is TLS that failed. */
  static Optional<String> explain(Throwable failure) {
    SSLException tls = find(failure, SSLException.class);
    if (tls == null) {
      return Optional.empty();
    }
    return Optional.of("TLS: " + reason(tls));
  }

  private static String reason(SSLException tls) {
    String message = String.valueOf(tls.getMessage());
    if (find(tls, CertificateExpiredException.class) != null) {
      return "its certificate has expired";
    }
    if (find(tls, CertificateNotYetValidException.class) != null) {
      return "its certificate is not valid yet";
    }
    if (find(tls, CertPathBuilderException.class) != null) {
      return "its certificate is not of an authority that this device trusts (isthmus.tls.trust)";
    }
    CertificateException certificate = find(tls, CertificateException.class);
    if (certificate != null || tls instanceof SSLPeerUnverifiedException) {
      return "its certificate is not for the host in isthmus.edge.url: "
          + (certificate == null ? message : certificate.getMessage());
    }
    if (message.contains("fatal alert")) {
      return "it refuses this device's certificate (isthmus.tls.certificate): " + message;
    }
    return message;
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
