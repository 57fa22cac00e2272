package io.isthmus.image;

import static io.isthmus.image.TestImages.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.TestModel;
import io.isthmus.image.ImageException.Problem;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReaderTest {

  private static final byte[] PNG_MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG_MAGIC = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private final ImageReader reader = new ImageReader(1_000_000);

  @ParameterizedTest
  @CsvSource({"astronaut,512,512", "chelsea,451,300", "coffee,600,400", "rocket,640,427"})
  void theSamplesAreRead(String name, int width, int height) throws Exception {
    byte[] bytes = Files.readAllBytes(TestModel.SAMPLES.resolve(name + ".jpg"));
    EncodedImage image = reader.inspect(bytes);
    assertThat(image.mediaType()).isEqualTo("image/jpeg");
    assertThat(image.pixels()).isEqualTo((long) width * height);

    Pixels pixels = reader.decode(image);
    assertThat(pixels.width()).isEqualTo(width);
    assertThat(pixels.height()).isEqualTo(height);
    BufferedImage reference = ImageIO.read(TestModel.SAMPLES.resolve(name + ".jpg").toFile());
    for (int i = 0; i < width * height; i += 97) { // the JDK's decoder may round otherwise
      int expected = reference.getRGB(i % width, i / width);
      for (int shift = 0; shift < 24; shift += 8) {
        assertThat(rgb(pixels, i) >> shift & 255).isCloseTo(expected >> shift & 255, within(8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY})
  void aJpegInNativeMemoryGivesTheBitsOfOneOnTheHeap(int type) throws Exception {
    BufferedImage image = new BufferedImage(16, 12, type);
    image.createGraphics().drawImage(noise(), 0, 0, null);
    byte[] file = encode(image, "jpeg");
    ByteBuffer around = ByteBuffer.allocateDirect(file.length + 5).put(3, file);
    EncodedImage inMemory = reader.inspect(around.slice(3, file.length));

    Pixels pixels = reader.decode(inMemory, ByteBuffer::allocateDirect);

    assertThat(planes(pixels)).isEqualTo(planes(read(file)));
    assertThat(inMemory.length()).isEqualTo(file.length);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_ARGB
      })
  void colourIsLaidOutPlaneByPlane_andTransparencyIsDropped(int type) throws Exception {
    BufferedImage image = new BufferedImage(2, 2, type);
    int[] argb = {0x00010203, 0x7f111213, 0xff212223, 0xff313233};
    for (int i = 0; i < 4; i++) {
      image.setRGB(i % 2, i / 2, argb[i]);
    }
    Pixels pixels = read(encode(image, "png"));
    assertThat(pixels.width()).isEqualTo(2);
    assertThat(pixels.height()).isEqualTo(2);
    assertThat(planes(pixels))
        .containsExactly(
            0x01, 0x11, 0x21, 0x31, //
            0x02, 0x12, 0x22, 0x32, //
            0x03, 0x13, 0x23, 0x33);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void greyStaysAsItIs(String format) throws Exception {
    BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    int[] level = new int[16 * 8];
    Arrays.fill(level, 128);
    image.getRaster().setPixels(0, 0, 16, 8, level);
    assertThat(planes(read(encode(image, format)))).hasSize(3 * 16 * 8).containsOnly((byte) 128);
  }

  @Test
  void sixteenBitGreyKeepsItsHighByte() throws Exception {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 128 * 257, 65535});
    assertThat(planes(read(encode(image, "png"))))
        .containsExactly(0, 128, 255, 0, 128, 255, 0, 128, 255);
  }

  @Test
  void aPaletteIsLookedUp() throws Exception {
    byte[] red = {10, 40};
    byte[] green = {20, 50};
    byte[] blue = {30, 60};
    for (int bits : new int[] {1, 8}) {
      IndexColorModel palette = new IndexColorModel(bits, 2, red, green, blue);
      int type = bits == 1 ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_BYTE_INDEXED;
      BufferedImage image = new BufferedImage(2, 1, type, palette);
      image.getRaster().setSample(1, 0, 0, 1);
      assertThat(planes(read(encode(image, "png")))).containsExactly(10, 40, 20, 50, 30, 60);
    }
  }

  @Test
  void bilevelIsBlackAndWhite() throws Exception {
    BufferedImage image = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setSample(8, 0, 0, 1);
    byte[] rgb = planes(read(encode(image, "png")));
    for (int i = 0; i < rgb.length; i++) {
      assertThat(rgb[i]).isEqualTo((byte) (i % 9 == 8 ? 255 : 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"astronaut", "rocket"})
  void aTruncatedJpegIsDamaged(String name) throws Exception {
    byte[] whole = Files.readAllBytes(TestModel.SAMPLES.resolve(name + ".jpg"));
    for (int length :
        new int[] {3, 20, 300, 1000, whole.length / 2, whole.length - 1000, whole.length - 2}) {
      assertThat(problem(Arrays.copyOf(whole, length))).as("%d", length).isEqualTo(Problem.DAMAGED);
    }
  }

  @Test
  void aPngCutAnywhereIsDamaged() throws Exception {
    byte[] whole = encode(noise(), "png");
    for (int length = PNG_MAGIC.length; length < whole.length; length++) {
      assertThat(problem(Arrays.copyOf(whole, length))).as("%d", length).isEqualTo(Problem.DAMAGED);
    }
  }

  @Test
  void aPngWithAnyByteFlippedIsDamaged() throws Exception {
    byte[] whole = encode(noise(), "png");
    for (int i = PNG_MAGIC.length; i < whole.length; i++) {
      byte[] altered = whole.clone();
      altered[i] ^= 0x20;
      assertThat(problem(altered)).as("byte %d", i).isIn(Problem.DAMAGED, Problem.TOO_LARGE);
    }
  }

  @Test
  void whatIsNeitherJpegNorPngNorWebpIsNoImage() {
    for (byte[] bytes :
        new byte[][] {
          {},
          "a text named .jpg".getBytes(StandardCharsets.UTF_8),
          "GIF89a\1\0\1\0\0\0\0;".getBytes(StandardCharsets.ISO_8859_1),
          {(byte) 0x80, 4, (byte) 0x95, 0}, // pickle
          {(byte) 0xac, (byte) 0xed, 0, 5}, // Java serialisation
          {'P', 'K', 3, 4}, // npz
          Arrays.copyOf(PNG_MAGIC, 7),
          Arrays.copyOf(JPEG_MAGIC, 2),
        }) {
      assertThat(problem(bytes)).isEqualTo(Problem.NOT_AN_IMAGE);
    }
  }

  @Test
  void aPngThatDeclaresTooManyPixelsIsRefusedByItsHeader() throws Exception {
    byte[] header = concat(PNG_MAGIC, ihdr(20_000, 20_000)); // there is nothing to decode
    assertThatThrownBy(() -> new ImageReader(50_000_000).inspect(header))
        .isInstanceOfSatisfying(
            ImageException.class, e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE))
        .hasMessageContaining("20000 x 20000");
    byte[] acceptable = concat(PNG_MAGIC, ihdr(20_000, 2_000));
    assertThat(new ImageReader(50_000_000).inspect(acceptable).pixels()).isEqualTo(40_000_000);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,0", "-1,1", "-1,-1"})
  void sizesThatCannotBeAreDamaged(int width, int height) {
    assertThat(problem(concat(PNG_MAGIC, ihdr(width, height)))).isEqualTo(Problem.DAMAGED);
  }

  @Test
  void aChunkThatClaimsTwoGigabytesIsDamaged() {
    byte[] palette = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0x504c5445).array();
    assertThat(problem(concat(PNG_MAGIC, ihdr(4, 4), palette, new byte[100])))
        .isEqualTo(Problem.DAMAGED);
  }

  @Property(tries = 500)
  void randomBytesAfterAMagicAreRefusedAsAnImage(
      @ForAll boolean png, @ForAll @Size(max = 400) byte[] rest) {
    assertThat(problem(concat(png ? PNG_MAGIC : JPEG_MAGIC, rest)))
        .isIn(Problem.DAMAGED, Problem.TOO_LARGE);
  }

  @Property(tries = 300)
  void anAlteredJpegIsReadInItsDeclaredSizeOrRefused(
      @ForAll @IntRange(min = 3, max = 900) int at, @ForAll @Size(max = 6) byte[] patch)
      throws IOException {
    byte[] bytes = encode(noise(), "jpeg");
    System.arraycopy(patch, 0, bytes, Math.min(at, bytes.length - patch.length), patch.length);
    try {
      EncodedImage image = reader.inspect(bytes);
      Pixels pixels = reader.decode(image);
      assertThat(pixels.width() * pixels.height()).isEqualTo((int) image.pixels());
      assertThat(planes(pixels)).hasSize((int) (3 * image.pixels()));
    } catch (ImageException e) {
      assertThat(e).hasMessageStartingWith("the image");
    }
  }

  private Pixels read(byte[] bytes) throws ImageException {
    return reader.decode(reader.inspect(bytes));
  }

  private Problem problem(byte[] bytes) {
    ImageException e = catchThrowableOfType(ImageException.class, () -> read(bytes));
    assertThat(e).as("refusal").isNotNull();
    return e.problem();
  }

  private static byte[] planes(Pixels pixels) {
    byte[] planes = new byte[pixels.rgb().remaining()];
    pixels.rgb().get(planes);
    return planes;
  }

  private static int rgb(Pixels pixels, int i) {
    int plane = pixels.width() * pixels.height();
    byte[] b = planes(pixels);
    return (b[i] & 255) << 16 | (b[plane + i] & 255) << 8 | (b[2 * plane + i] & 255);
  }

  private static BufferedImage noise() {
    BufferedImage image = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    for (int i = 0; i < 16 * 12; i++) {
      image.setRGB(i % 16, i / 16, random.nextInt());
    }
    return image;
  }

  /** An IHDR chunk of 8-bit RGB. */
  private static byte[] ihdr(int width, int height) {
    ByteBuffer chunk = ByteBuffer.allocate(25).putInt(13).putInt(0x49484452);
    chunk.putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.array(), 4, 17);
    return chunk.putInt((int) crc.getValue()).array();
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
