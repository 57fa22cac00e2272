package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures as cameras, phones and printers write them: {@code src/test/resources/images}. */
class OddPicturesTest {

  private final ImageReader reader = new ImageReader(100_000_000);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "extraneous_before_eoi.jpg",
        "icc_garbage.jpg",
        "icc_lost_chunk.jpg",
        "icc_displayp3.jpg"
      })
  void whatADecoderOnlyWarnsOf_isThePicture_bitForBit(String name) throws Exception {
    assertThat(pixels(name)).isEqualTo(pixels("plain.jpg"));
  }

  @ParameterizedTest
  @CsvSource({
    "cmyk_adobe.jpg,3",
    "dhtless_422.jpg,3",
    "ids012_nojfif_444.jpg,3",
    "sub_440.jpg,3",
    "plain.webp,5",
    "plain_lossless.webp,1"
  })
  void otherCodingsOfAPictureShowThatPicture(String name, double mostMeanDifference)
      throws Exception {
    assertThat(meanDifference(pixels(name), pixels("plain.jpg"))).isLessThan(mostMeanDifference);
  }

  /** The hashes are those of PIL's pictures: the same bits on every machine and Java. */
  @ParameterizedTest
  @CsvSource({
    "sub_440.jpg,cc2f2a753404a57b",
    "plain.jpg,a48bc98f0a4b8b00",
    "cmyk_adobe.jpg,8321041f490307a3",
    "dhtless_422.jpg,7865cea9f2ba8932"
  })
  void aPictureHasTheSameBitsEverywhere(String name, String sha256) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(pixels(name));
    assertThat(HexFormat.of().formatHex(digest)).startsWith(sha256);
  }

  @Test
  void greyOfSixteenBitsIsScaledByTheDeclaredDepth() throws Exception {
    byte[] grey = pixels("grey16_12bit.png");
    int brightest = 0;
    for (byte level : grey) {
      brightest = Math.max(brightest, level & 255);
    }
    assertThat(brightest).isEqualTo(4095 * 255 / 65535); // twelve bits of sixteen: a dark picture
  }

  @Test
  void aPictureThatLiesOnItsSideIsTurnedUpright_unlessThePackageSaysOtherwise() throws Exception {
    EncodedImage image = reader.inspect(TestImages.odd("exif_6.jpg"));
    Pixels upright = reader.decode(image);
    assertThat(upright.width()).isEqualTo(600);
    assertThat(upright.height()).isEqualTo(400);
    assertThat(meanDifference(bytes(upright), pixels("plain.jpg"))).isLessThan(5);

    ImageTransform ignoring = transform(ExifRule.IGNORE, Colours.IGNORE);
    ImageReader other = new ImageReader(ImageLimits.NONE, ignoring);
    assertThat(other.inspect(TestImages.odd("exif_6.jpg")).header().orientation())
        .isEqualTo(Orientation.UPRIGHT);
  }

  @Test
  void colourProfilesAreIgnoredInJpegAndPngAlike() throws Exception {
    assertThat(meanDifference(pixels("icc_displayp3.png"), pixels("icc_displayp3.jpg")))
        .isLessThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"icc_displayp3.jpg", "icc_displayp3.png"})
  void coloursAreBroughtToSrgb_whereThePackageSaysSo(String name) throws Exception {
    byte[] converted = input(name, transform(ExifRule.APPLY, Colours.SRGB));
    byte[] asTheyAre = input(name, transform(ExifRule.APPLY, Colours.IGNORE));
    // Display P3 is the wider gamut: the same numbers mean more saturated colours in it
    assertThat(saturation(converted)).isGreaterThan(1.02 * saturation(asTheyAre));
  }

  @ParameterizedTest
  @ValueSource(strings = {"icc_garbage.jpg", "icc_lost_chunk.jpg", "plain.jpg", "plain.webp"})
  void aProfileThatCannotBeReadIsAsNone(String name) throws Exception {
    assertThat(input(name, transform(ExifRule.APPLY, Colours.SRGB)))
        .isEqualTo(input(name, transform(ExifRule.APPLY, Colours.IGNORE)));
  }

  @Test
  void aProfileThatIsNotAboutRgbIsAsNone() throws Exception {
    byte[] grey = ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_GRAY).getData();
    byte[] file = withProfile(TestImages.odd("plain.jpg"), grey);
    ImageReader converting =
        new ImageReader(ImageLimits.NONE, transform(ExifRule.APPLY, Colours.SRGB));
    assertThat(input(converting, file))
        .isEqualTo(input("plain.jpg", transform(ExifRule.APPLY, Colours.IGNORE)));
  }

  /** Java reads the header of a profile at once, and its tags only when colours are converted. */
  @Test
  void aProfileWhoseTagsAreDamagedIsAsNone() throws Exception {
    byte[] whole = ICC_Profile.getInstance(java.awt.color.ColorSpace.CS_sRGB).getData();
    ImageReader converting =
        new ImageReader(ImageLimits.NONE, transform(ExifRule.APPLY, Colours.SRGB));
    byte[] plain = input("plain.jpg", transform(ExifRule.APPLY, Colours.IGNORE));
    for (int at : new int[] {128, 132, 136, 140}) { // the number of tags, and the first of them
      byte[] damaged = whole.clone();
      Arrays.fill(damaged, at, damaged.length, (byte) 0);
      byte[] file = withProfile(TestImages.odd("plain.jpg"), damaged);
      assertThat(input(converting, file)).as("from %d", at).isEqualTo(plain);
    }
  }

  @Test
  void aFlatPictureOfFortyMegapixelsTakesItsRowsAndNoMore() throws Exception {
    EncodedImage image = reader.inspect(TestImages.odd("flat40.jpg"));
    ImageReader resizing =
        new ImageReader(ImageLimits.NONE, transform(ExifRule.APPLY, Colours.IGNORE));
    assertThat(resizing.inspect(TestImages.odd("flat40.jpg")).cost().bytes())
        .isEqualTo(4 * image.pixels());
    // the package's own module would need 19 bytes a pixel: the picture is decoded at a quarter
    assertThat(image.cost().reduction()).isEqualTo(2);
    assertThat(image.cost().bytes()).isLessThan(DecodeCost.MOST_BYTES);
  }

  @Test
  void oneBadPictureOfSeveralIsNamed() {
    byte[] good = TestImages.odd("plain.jpg");
    byte[] bad = Arrays.copyOf(good, good.length / 2);
    assertThatThrownBy(
            () ->
                reader.inspectAll(
                    Arrays.asList(
                        ByteBuffer.wrap(good), ByteBuffer.wrap(good), ByteBuffer.wrap(bad)),
                    i -> "image %d of 3".formatted(i + 1)))
        .isInstanceOf(ImageException.class)
        .hasMessageStartingWith("image 3 of 3: the image is damaged");
  }

  private static ImageTransform transform(ExifRule orientation, Colours colours) {
    return new ImageTransform(
        new Fit.Crop(64), 64, 64, Interpolation.BILINEAR, orientation, colours, false);
  }

  private byte[] pixels(String name) throws ImageException {
    return bytes(reader.decode(reader.inspect(TestImages.odd(name))));
  }

  private static byte[] bytes(Pixels pixels) {
    byte[] bytes = new byte[pixels.rgb().remaining()];
    pixels.rgb().get(bytes);
    return bytes;
  }

  private static byte[] input(String name, ImageTransform how) throws ImageException {
    return input(new ImageReader(ImageLimits.NONE, how), TestImages.odd(name));
  }

  private static byte[] input(ImageReader reader, byte[] file) throws ImageException {
    ByteBuffer input = ByteBuffer.allocate(3 * 64 * 64);
    reader.readInput(reader.inspect(file), input, ByteBuffer::allocate);
    return input.array();
  }

  private static double meanDifference(byte[] a, byte[] b) {
    assertThat(a).hasSameSizeAs(b);
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 255) - (b[i] & 255));
    }
    return (double) sum / a.length;
  }

  /** Mean distance of red from green and blue. */
  private static double saturation(byte[] planes) {
    int n = planes.length / 3;
    long sum = 0;
    for (int i = 0; i < n; i++) {
      int red = planes[i] & 255;
      sum += Math.abs(red - (planes[n + i] & 255)) + Math.abs(red - (planes[2 * n + i] & 255));
    }
    return (double) sum / n;
  }

  /** The file with an APP2 segment of that profile behind its first two bytes. */
  private static byte[] withProfile(byte[] jpeg, byte[] profile) {
    byte[] name = "ICC_PROFILE\0\1\1".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(jpeg.length + 4 + name.length + profile.length)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe2)
        .putShort((short) (2 + name.length + profile.length))
        .put(name)
        .put(profile)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }
}
