package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.util.FileSystemUtils;

/** A private authority, made by the script that users make theirs with. */
public final class TestCa {

  private static final int TIMEOUT_MS = 15_000;

  private final Path folder;

  private TestCa(Path folder) {
    this.folder = folder;
  }

  /** Makes an authority in a new folder, with certificates named edge and device for localhost. */
  public static TestCa create() {
    try {
      return in(Files.createTempDirectory("isthmus-ca"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same in a folder whose name is known before; what an earlier test has left there goes. */
  public static TestCa in(Path folder) {
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    TestCa ca = new TestCa(folder);
    ca.run(Map.of(), "init", folder.toString());
    return ca;
  }

  /** Makes a certificate, or a new one in place of an old; for localhost if there is no host. */
  public void issue(String name, String... hosts) {
    List<String> arguments = new ArrayList<>(List.of("issue", folder.toString(), name));
    arguments.addAll(List.of(hosts));
    run(Map.of(), arguments.toArray(String[]::new));
  }

  /** Makes a certificate that is of no use any more a second later. */
  public void issueExpired(String name) throws InterruptedException {
    run(Map.of("DAYS", "0"), "issue", folder.toString(), name);
    Thread.sleep(1100);
  }

  private void run(Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(TestModel.ROOT.resolve("tools/tls/make-ca.sh").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A PEM file: {@code ca.crt}, {@code edge.key} … */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** A certificate by its name. */
  public X509Certificate certificate(String name) throws IOException, CertificateException {
    try (InputStream in = Files.newInputStream(file(name + ".crt"))) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** What a service of profile tls has: its certificate, its key and this authority. */
  public SslBundle bundle(String name) {
    return bundle(name, this);
  }

  /** The same, but another authority is trusted. */
  public SslBundle bundle(String name, TestCa trusted) {
    var keys = store(file(name + ".crt")).withPrivateKey(file(name + ".key").toString());
    return SslBundle.of(new PemSslStoreBundle(keys, store(trusted.file("ca.crt"))));
  }

  /** A client that shows no certificate. */
  public SSLContext anonymous() {
    return SslBundle.of(new PemSslStoreBundle(null, store(file("ca.crt")))).createSslContext();
  }

  private static PemSslStoreDetails store(Path certificate) {
    return PemSslStoreDetails.forCertificate(certificate.toString());
  }

  /** Connects to localhost with TLS; the handshake is done. */
  public static SSLSocket connect(SSLContext context, int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MS);
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
    tls.startHandshake();
    return tls;
  }

  /** One request over a connection of its own; empty if it is closed without an answer. */
  public static Optional<Reply> send(SSLContext context, int port, Request request)
      throws IOException {
    try (SSLSocket socket = connect(context, port)) {
      return RawHttp.send(socket, request);
    }
  }
}
