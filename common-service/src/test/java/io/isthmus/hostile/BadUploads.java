package io.isthmus.hostile;

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
    return uploads.bad;
  }

  private void add(int status, String what, String type, byte[] body) {
    bad.add(new BadRequest("multipart " + what, status, Request.post(target, type, body)));
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
    add(415, "with an empty boundary", "multipart/form-data; boundary=", good);
    add(400, "with another boundary", "multipart/form-data; boundary=other", good);
    add(400, "with a boundary of 5000", Multipart.TYPE + "x".repeat(5000), good);
    add(400, "that ends within a part", Multipart.TYPE, Arrays.copyOf(good, good.length / 2));
    add(400, "that ends within a header", Multipart.TYPE, Arrays.copyOf(good, 30));
    add(400, "without its end", Multipart.TYPE, Arrays.copyOf(good, good.length - 11));
    add(400, "with another part's name", Multipart.file("image", "photo.jpg", photo));
    add(400, "with a part of no name", Multipart.part("Content-Type: image/jpeg", photo));
    add(400, "with a field besides", Multipart.file("images", "a.jpg", photo), field("split"));
    add(400, "with a field alone", field("split"));
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

  private static byte[] field(String name) {
    return Multipart.part(
        "Content-Disposition: form-data; name=\"%s\"".formatted(name), Request.ascii("local"));
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
}
