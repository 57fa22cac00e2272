package io.isthmus.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** A request as it goes over the wire, right or wrong; immutable. */
@SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
public record Request(String line, List<String> headers, byte[] body, boolean closes) {

  private static final int CHUNK = 5_000;

  /** Copies the headers. */
  public Request {
    headers = List.copyOf(headers);
  }

  /** A GET of that target. */
  public static Request get(String target) {
    return of("GET", target);
  }

  /** A request without a body. */
  public static Request of(String method, String target) {
    return new Request(method + " " + target + " HTTP/1.1", List.of(), new byte[0], false);
  }

  /** A POST with a Content-Length that is true. */
  public static Request post(String target, String contentType, byte[] body) {
    Request post = of("POST", target);
    if (!contentType.isEmpty()) {
      post = post.with("Content-Type", contentType);
    }
    return post.with("Content-Length", Integer.toString(body.length)).sending(body);
  }

  /** The same request with one more header. */
  public Request with(String header, String value) {
    List<String> more = new ArrayList<>(headers);
    more.add(header + ": " + value);
    return new Request(line, more, body, closes);
  }

  Request with(String headerLine) {
    int colon = headerLine.indexOf(':');
    return with(headerLine.substring(0, colon), headerLine.substring(colon + 1).strip());
  }

  /** What is asked for. */
  String target() {
    return line.split(" ", 3)[1];
  }

  private Request without(String header) {
    List<String> fewer = new ArrayList<>(headers);
    fewer.removeIf(h -> h.startsWith(header + ":"));
    return new Request(line, fewer, body, closes);
  }

  /** The same request with these bytes after its head. */
  public Request sending(byte[] bytes) {
    return new Request(line, headers, bytes, closes);
  }

  /** The same body, in gzip. */
  public Request gzipped() {
    byte[] packed = gzip(body);
    return with("Content-Encoding", "gzip")
        .announcing(Integer.toString(packed.length))
        .sending(packed);
  }

  /** Bytes in gzip. */
  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /** The same request to another place, by another method or of another version. */
  public Request at(String otherLine) {
    return new Request(otherLine, headers, body, closes);
  }

  /** The same request with a Content-Length that need not be true. */
  public Request announcing(String length) {
    return without("Content-Length").with("Content-Length", length);
  }

  /** The same request, which shuts its side of the connection down after the body. */
  public Request thenClosing() {
    return new Request(line, headers, body, true);
  }

  /** The same request in chunks, without a length. */
  public Request chunked() {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += CHUNK) {
      int n = Math.min(CHUNK, body.length - at);
      chunks.writeBytes(ascii(Integer.toHexString(n) + "\r\n"));
      chunks.write(body, at, n);
      chunks.writeBytes(ascii("\r\n"));
    }
    chunks.writeBytes(ascii("0\r\n\r\n"));
    return without("Content-Length")
        .with("Transfer-Encoding", "chunked")
        .sending(chunks.toByteArray());
  }

  /** What is sent before the body. */
  public byte[] head() {
    String host = headers.stream().anyMatch(h -> h.startsWith("Host:")) ? "" : "Host: isthmus\r\n";
    return ascii(line + "\r\n" + host + String.join("\r\n", headers) + end());
  }

  private String end() {
    return (headers.isEmpty() ? "" : "\r\n") + "Connection: close\r\n\r\n";
  }

  /** The bytes of a text whose characters are bytes. */
  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
