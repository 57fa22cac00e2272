package io.isthmus.cli;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A client's TLS from what {@code make-ca.sh} has made, with the JDK alone. */
final class Pem {

  private static final char[] NO_PASSWORD = new char[0];

  private Pem() {}

  /** A client that trusts the authority of that folder and shows one of its certificates. */
  static SSLContext client(Path folder, String name) throws Exception {
    KeyStore keys = empty();
    Certificate[] chain = {certificate(folder.resolve(name + ".crt"))};
    keys.setKeyEntry(name, key(folder.resolve(name + ".key")), NO_PASSWORD, chain);
    return context(folder, keys);
  }

  /** A client that trusts the authority of that folder and shows no certificate. */
  static SSLContext anonymous(Path folder) throws Exception {
    return context(folder, empty());
  }

  private static SSLContext context(Path folder, KeyStore keys) throws Exception {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("ca", certificate(folder.resolve("ca.crt")));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path file) throws Exception {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    return KeyFactory.getInstance("EC").generatePrivate(encoded);
  }
}
