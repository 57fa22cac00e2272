package io.isthmus.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One photograph as clients send it: every form gives the answer that the plain form gives. */
public final class GoodUploads {

  private static final String DISPOSITION = "Content-Disposition: form-data; ";

  private final String target;
  private final byte[] photo;
  private final Map<String, Request> good = new TreeMap<>();

  private GoodUploads(String target, byte[] photo) {
    this.target = target;
    this.photo = photo;
  }

  /** The forms by what they are, for a route without its query. */
  public static Map<String, Request> of(String target, byte[] photo) {
    GoodUploads uploads = new GoodUploads(target, photo);
    uploads.addRaw();
    uploads.addNames();
    uploads.addHeaders();
    uploads.addBoundaries();
    uploads.addLines();
    uploads.addPacked();
    return uploads.good;
  }

  /** As curl -F sends it. */
  public static Request plain(String target, byte[] photo) {
    return Request.post(target, Multipart.TYPE, Multipart.images(List.of(photo)));
  }

  private void add(String what, String type, byte[] body) {
    good.put(what, Request.post(target, type, body));
  }

  private void addParts(String what, byte[]... parts) {
    add(what, Multipart.TYPE, Multipart.parts(List.of(parts)));
  }

  private void addRaw() {
    for (String type :
        new String[] {
          "",
          "image/jpeg",
          "image/jpg",
          "IMAGE/PNG",
          "image/webp",
          "image/jpeg; charset=binary",
          "application/octet-stream",
          "application/octet-stream;charset=nonsense"
        }) {
      add("a body of type '" + type + "'", type, photo);
    }
    Request raw = Request.post(target, "", photo);
    good.put("a body in chunks", raw.chunked());
    good.put("a body that asks first", raw.with("Expect", "100-continue"));
  }

  private void addNames() {
    for (String name :
        new String[] {"image", "images[]", "images[0]", "image[]", "file", "files", "files[]"}) {
      addParts("a part named " + name, Multipart.file(name, "a.jpg", photo));
    }
    addParts(
        "fields besides",
        Multipart.field("description", "x".repeat(1000)),
        Multipart.file("file", "a.jpg", photo),
        Multipart.field("_charset_", "utf-8"));
  }

  private void addHeaders() {
    List<String> headers = new ArrayList<>();
    headers.add(DISPOSITION + "name=\"images\"");
    headers.add(DISPOSITION + "name=images; filename=a.jpg");
    headers.add("content-disposition: FORM-DATA;NAME=\"images\";FILENAME=\"a.jpg\"");
    headers.add(DISPOSITION + "filename=\"name=a;b.jpg\"; name=\"images\"");
    headers.add(DISPOSITION + "name=\"images\"; filename=\"a\\\"b.jpg\"");
    headers.add(DISPOSITION + "name=\"images\"; filename=\"C:\\photos\\\"");
    headers.add(DISPOSITION + "name=\"images\"; filename*=x'y'%zz");
    headers.add(DISPOSITION + "name=\"images\"; filename*=UTF-8''" + "%E6%9C%AC".repeat(255));
    headers.add(DISPOSITION + "name=\"images\"; filename=\"" + "x".repeat(7000) + "\"");
    headers.add(DISPOSITION + "\r\n\tname=\"images\";\r\n filename=\"a.jpg\"");
    headers.add(
        "Content-Type: image/jpeg; charset=nonsense\r\nX-Other: 1\r\n"
            + DISPOSITION
            + "name=\"images\"\r\nContent-Length: 7");
    headers.add(utf8(DISPOSITION + "name=\"images\"; filename=\"写真.jpg\""));
    for (int i = 0; i < headers.size(); i++) {
      addParts("part headers " + i, Multipart.part(headers.get(i), photo));
    }
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private void addBoundaries() {
    for (String boundary : new String[] {"=_a=b", "a:b/c?d", "--x", "'(a+b),.'", "a b", "x"}) {
      byte[] body = asText(boundary, "\r\n");
      add("the boundary " + boundary, "multipart/form-data; boundary=" + boundary, body);
      add("the boundary \"" + boundary + '"', quoted(boundary), body);
    }
    add(
        "a charset besides the boundary",
        "Multipart/Form-Data; charset=nonsense; Boundary=x;",
        asText("x", "\r\n"));
  }

  private static String quoted(String boundary) {
    return "multipart/form-data; boundary=\"%s\"".formatted(boundary);
  }

  private byte[] asText(String boundary, String lineEnd) {
    String text =
        String.join(
            lineEnd,
            "--" + boundary,
            DISPOSITION + "name=\"images\"; filename=\"a.jpg\"",
            "",
            new String(photo, StandardCharsets.ISO_8859_1),
            "--" + boundary + "--");
    return Request.ascii(text);
  }

  private void addLines() {
    add("lines that end with LF alone", quoted("x"), asText("x", "\n"));
    String text = new String(asText("x", "\r\n"), StandardCharsets.ISO_8859_1);
    add("text before and after", quoted("x"), Request.ascii("a\r\n--y\r\n" + text + "\r\nb"));
    add(
        "blanks behind the boundary",
        quoted("x"),
        Request.ascii(text.replace("--x\r", "--x \t\r")));
    String lf = new String(asText("x", "\n"), StandardCharsets.ISO_8859_1);
    add("text before, and lines of LF", quoted("x"), Request.ascii("\n" + lf + "\n"));
    Request plain = plain(target, photo);
    good.put("a Host with an underscore", plain.with("Host", "isthmus_device_1:8080"));
    good.put("a Host that begins with one", plain.with("Host", "_isthmus"));
    good.put("a slash behind the path", plain.at("POST " + target + "/ HTTP/1.1"));
  }

  private void addPacked() {
    Request plain = plain(target, photo);
    good.put("gzip", plain.gzipped());
    good.put("gzip in chunks", plain.gzipped().chunked());
    good.put("gzip of a body that is an image", Request.post(target, "", photo).gzipped());
    good.put("a body that is not packed and says so", plain.with("Content-Encoding", "identity"));
  }
}
