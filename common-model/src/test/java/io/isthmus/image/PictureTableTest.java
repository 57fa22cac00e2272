package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import io.isthmus.image.PictureTable.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tries one picture of each kind, with the limits that services have if not told otherwise. */
class PictureTableTest {

  private static final boolean WRITES = "write".equals(System.getProperty("isthmus.answers"));
  private static final ImageLimits LIMITS = new ImageLimits(100_000_000, 800_000_000, 256L << 20);
  private static final ImageTransform HOW =
      new ImageTransform(
          new Fit.Crop(256),
          224,
          224,
          Interpolation.BICUBIC,
          ExifRule.APPLY,
          Colours.IGNORE,
          false);

  private final ImageReader reader = new ImageReader(LIMITS, HOW);
  private final List<Row> rows = new ArrayList<>();

  @Test
  void theTableSaysWhatBecomesOfEveryKindOfPicture() throws IOException {
    byte[] plain = TestImages.odd("plain.jpg");
    taken("baseline JPEG", "plain.jpg", "the picture");
    taken(
        "bytes before the end marker (webcams, IP cameras)",
        "extraneous_before_eoi.jpg",
        "the picture");
    taken(
        "MJPEG frame without Huffman tables",
        "dhtless_422.jpg",
        "the picture, with the standard tables");
    taken("CMYK with Adobe's marker", "cmyk_adobe.jpg", "the picture in RGB");
    taken("component ids 0, 1, 2 and no JFIF marker", "ids012_nojfif_444.jpg", "YCbCr");
    taken("4:4:0 sampling", "sub_440.jpg", "the same bits on every machine");
    taken("EXIF orientation 6", "exif_6.jpg", "turned upright");
    taken("colour profile that cannot be read", "icc_garbage.jpg", "profile ignored");
    taken("colour profile that lacks a part", "icc_lost_chunk.jpg", "profile ignored");
    taken("Display P3 in a JPEG", "icc_displayp3.jpg", "profile ignored");
    taken("Display P3 in a PNG", "icc_displayp3.png", "profile ignored");
    taken("grey PNG of 16 bits", "grey16_12bit.png", "scaled by 255/65535");
    taken("WebP, lossy", "plain.webp", "the picture");
    taken("WebP, lossless", "plain_lossless.webp", "the picture");
    taken("JPEG of 40 megapixels in 0.2 MB", "flat40.jpg", "the picture");
    asked("JPEG of 62 megapixels", Jpegs.baseline(8000, 7800));
    asked("JPEG of 96 megapixels", Jpegs.baseline(12_000, 8000));
    asked("JPEG of 108 megapixels", Jpegs.baseline(12_000, 9000));
    asked("progressive JPEG of 20 scans", Jpegs.progressive(4000, 3000, 20));
    asked("progressive JPEG of 1,000 scans", Jpegs.progressive(4000, 3000, 1000));
    asked("JPEG cut short", Arrays.copyOf(plain, plain.length / 2));
    asked("JPEG without its end marker", Arrays.copyOf(plain, plain.length - 2));
    asked("JPEG of 12 bits a sample", Jpegs.withFrame(0xc1, 12, 3));
    asked("arithmetic-coded JPEG", Jpegs.withFrame(0xc9, 8, 3));
    asked("lossless JPEG", Jpegs.withFrame(0xc3, 8, 3));
    asked("JPEG of four colours without Adobe's marker", Jpegs.withFrame(0xc0, 8, 4));
    asked("JPEG of two components", Jpegs.withFrame(0xc0, 8, 2));
    asked("PNG of 70,000 pixels a side", TestImages.png(70_000, 1));
    asked("animated WebP", animatedWebp());
    asked("GIF", "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1));
    if (WRITES) {
      PictureTable.write(rows);
    }
    assertThat(PictureTable.committed())
        .as("docs/inputs.md is stale: run this test with -Disthmus.answers=write")
        .isEqualTo(PictureTable.text(rows));
  }

  /** A picture that is decoded here. */
  private void taken(String picture, String file, String as) {
    byte[] bytes = TestImages.odd(file);
    ByteBuffer input = ByteBuffer.allocate(3 * 224 * 224);
    try {
      reader.readInput(reader.inspect(bytes), input, ByteBuffer::allocate);
      rows.add(new Row(picture, as));
    } catch (ImageException e) {
      rows.add(new Row(picture, refusal(e)));
    }
  }

  /** A picture whose header is looked at only. */
  private void asked(String picture, byte[] file) {
    try {
      int reduction = reader.inspect(file).cost().reduction();
      rows.add(
          new Row(
              picture,
              reduction == 1
                  ? "the picture"
                  : "the picture, decoded at 1/%d".formatted(reduction)));
    } catch (ImageException e) {
      rows.add(new Row(picture, refusal(e)));
    }
  }

  private static String refusal(ImageException e) {
    int status =
        switch (e.problem()) {
          case NOT_AN_IMAGE -> 415;
          case TOO_LARGE -> 413;
          case DAMAGED -> 400;
        };
    return "%d: %s".formatted(status, e.getMessage());
  }

  /** The header of a WebP whose first chunk says that it moves. */
  private static byte[] animatedWebp() {
    return ByteBuffer.allocate(30)
        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(Integer.reverseBytes(22))
        .put("WEBPVP8X".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(Integer.reverseBytes(10))
        .put((byte) 2)
        .array();
  }
}
