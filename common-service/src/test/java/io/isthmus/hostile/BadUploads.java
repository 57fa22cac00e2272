package io.isthmus.hostile;

import io.isthmus.image.Jpegs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Multipart bodies that cannot be used. */
public final class BadUploads {

  private final String target;
  private final List<BadRequest> bad = new ArrayList<>();

  private BadUploads(String target) {
    this.target = target;
  }

  /** Bad uploads for a route that takes so many images in so many bytes. */
  public static List<BadRequest> of(String target, int maxBatch, int maxBody) {
    BadUploads uploads = new BadUploads(target);
    uploads.addForms(maxBatch);
    uploads.addLengths(maxBody);
    uploads.addImages();
    if (!target.contains("?")) { // once for a route
      uploads.addCodings();
      uploads.addBombs(maxBody);
      uploads.addRaw();
    }
    return uploads.bad;
  }

  private void add(int status, String what, String type, byte[] body) {
    addRequest(status, what, Request.post(target, type, body));
  }

  private void addRequest(int status, String what, Request request) {
    bad.add(new BadRequest("multipart " + what, status, request));
  }

  private void add(int status, String what, byte[]... parts) {
    add(status, what, Multipart.TYPE, Multipart.parts(List.of(parts)));
  }

  private void image(int status, String what, byte[] file) {
    add(status, "with " + what, Multipart.file("images", "photo.jpg", file));
  }

  private void addForms(int maxBatch) {
    byte[] photo = Photos.sample("coffee");
    byte[] good = Multipart.images(List.of(photo));
    String disposition = "Content-Disposition: form-data; name=\"images\"";
    add(400, "without a body", Multipart.TYPE, new byte[0]);
    add(400, "without a part");
    add(400, "without a boundary", "multipart/form-data", good);
    add(400, "with an empty boundary", "multipart/form-data; boundary=", good);
    add(400, "with another boundary", "multipart/form-data; boundary=other", good);
    add(400, "with a boundary of 5000", Multipart.TYPE + "x".repeat(5000), good);
    add(400, "that ends within a part", Multipart.TYPE, Arrays.copyOf(good, good.length / 2));
    add(400, "that ends within a header", Multipart.TYPE, Arrays.copyOf(good, 30));
    add(400, "without its end", Multipart.TYPE, Arrays.copyOf(good, good.length - 11));
    add(400, "with another part's name", Multipart.file("photo", "photo.jpg", photo));
    add(400, "with a part's name that acts", Multipart.file("<b>&\u001b[1m", "a.jpg", photo));
    add(400, "with a part of no name", Multipart.part("Content-Type: image/jpeg", photo));
    for (String option : new String[] {"split", "plan", "accuracy", "top", "logits", "partial"}) {
      byte[] field = Multipart.field(option, "1");
      add(400, "with a field " + option, Multipart.file("images", "a.jpg", photo), field);
    }
    add(400, "with a field alone", Multipart.field("description", "a cup"));
    byte[] much = Multipart.field("description", "x".repeat(40_000));
    add(413, "with fields of 80 kB", much, much, Multipart.file("images", "a.jpg", photo));
    byte[] lines =
        new String(good, StandardCharsets.ISO_8859_1)
            .replace("--\r", "-\r")
            .getBytes(StandardCharsets.ISO_8859_1);
    add(400, "with a boundary that ends with half an end", Multipart.TYPE, lines);
    add(
        400,
        "of boundaries alone",
        Multipart.TYPE,
        Request.ascii("--" + Multipart.BOUNDARY + "\r\n"));
    add(
        413,
        "with a part header of 20 kB",
        Multipart.part(disposition + "\r\nX: " + "x".repeat(20_000), photo));
    for (int parts : new int[] {maxBatch + 1, 60, 1001, 3000}) {
      byte[] part = Multipart.file("images", "photo.jpg", Photos.png(1, 1));
      byte[] body = Multipart.parts(Collections.nCopies(parts, part));
      int status = parts > 1000 ? 413 : 400; // beyond 1000 Tomcat itself stops reading
      add(status, "of " + parts + " parts", Multipart.TYPE, body);
    }
    add(415, "of another kind", "multipart/mixed; boundary=" + Multipart.BOUNDARY, good);
  }

  private void addLengths(int maxBody) {
    byte[] much = Arrays.copyOf(Photos.sample("coffee"), maxBody);
    Request over = Request.post(target, Multipart.TYPE, Multipart.images(List.of(much)));
    bad.add(new BadRequest("multipart over the cap", 413, over));
    bad.add(new BadRequest("multipart over the cap, chunked", 413, over.chunked()));
    bad.add(new BadRequest("multipart over the cap, announced", 413, over.sending(new byte[100])));
  }

  private void addCodings() {
    Request plain =
        Request.post(target, Multipart.TYPE, Multipart.images(List.of(Photos.png(1, 1))));
    for (String coding :
        new String[] {"br", "deflate", "zstd", "gzip, gzip", "gzip;q=1", "x", "*"}) {
      addRequest(415, "in the coding " + coding, plain.with("Content-Encoding", coding));
    }
    addRequest(400, "that is no gzip and says so", plain.with("Content-Encoding", "gzip"));
    Request packed = plain.gzipped();
    byte[] cut = Arrays.copyOf(packed.body(), packed.body().length / 2);
    addRequest(400, "in gzip that is cut short", packed.sending(cut).announcing("" + cut.length));
    addRequest(
        400, "in gzip with a damaged byte", packed.sending(Photos.withADamagedByte(packed.body())));
  }

  private void addBombs(int maxBody) {
    Request bomb = Request.post(target, "image/png", new byte[maxBody + 1]).gzipped();
    addRequest(413, "and an image over the cap in gzip", bomb);
    addRequest(413, "and an image over the cap in gzip, chunked", bomb.chunked());
  }

  private void addImages() {
    byte[] photo = Photos.sample("coffee");
    byte[] png = Photos.png(64, 64);
    image(400, "a JPEG that is cut short", Photos.cutShort(photo));
    image(400, "the first 4 bytes of a JPEG", Arrays.copyOf(photo, 4));
    image(400, "a PNG that is cut short", Photos.cutShort(png));
    image(400, "a PNG with a damaged byte", Photos.withADamagedByte(png));
    image(400, "a PNG of 0 x 0 pixels", Photos.pngDeclaring(0, 0));
    image(400, "a PNG of a negative size", Photos.pngDeclaring(-1, -1));
    image(400, "a PNG without pixels", Photos.pngDeclaring(100, 100));
    image(413, "a small PNG of 20000 x 20000 pixels", Photos.pngDeclaring(20_000, 20_000));
    image(413, "a progressive JPEG of 1000 scans", Jpegs.progressive(4000, 3000, 1000));
    image(400, "a JPEG of 12 bits a sample", Jpegs.withFrame(0xc1, 12, 3));
    image(413, "a PNG of 2^31-1 x 2^31-1 pixels", Photos.pngDeclaring(-1 >>> 1, -1 >>> 1));
    image(413, "a JPEG of 61166 x 61166 pixels", Photos.jpegDeclaringMuch());
    image(415, "an empty file", new byte[0]);
    image(415, "text named .jpg", Request.ascii("this is no photograph"));
    image(
        415,
        "a GIF named .jpg",
        Request.ascii("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000;"));
    image(415, "an SVG named .jpg", Request.ascii("<svg xmlns='http://www.w3.org/2000/svg'/>"));
    image(415, "a pickle named .jpg", BadTensors.pickle());
    add(
        415,
        "with a good image and a bad one",
        Multipart.file("images", "a.jpg", photo),
        Multipart.file("images", "b.jpg", Request.ascii("text")));
  }

  private void addRaw() {
    byte[] photo = Photos.sample("coffee");
    for (String type : new String[] {"", "image/jpeg", "application/octet-stream"}) {
      String what = "a body of type '" + type + "' that is ";
      bad.add(new BadRequest(what + "empty", 415, Request.post(target, type, new byte[0])));
      Request text = Request.post(target, type, Request.ascii("text"));
      bad.add(new BadRequest(what + "text", 415, text));
      Request half = Request.post(target, type, Photos.cutShort(photo));
      bad.add(new BadRequest(what + "half an image", 400, half));
      bad.add(new BadRequest(what + "half an image, chunked", 400, half.chunked()));
    }
  }
}
