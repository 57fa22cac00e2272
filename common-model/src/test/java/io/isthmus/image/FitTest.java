package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole pictures in the input, and where a place of the input is in the picture. */
class FitTest {

  private static final Fit BOX = new Fit.Letterbox(124, 116, 104);

  /**
   * The hashes are those of PIL 9.4: {@code Image.resize}, and {@code ImageOps.pad} with the colour
   * 124, 116, 104.
   */
  @ParameterizedTest
  @CsvSource({
    "plain.jpg,96,64,BILINEAR,06d5b7946d94,06d5b7946d94",
    "plain.jpg,96,64,BICUBIC,e120d9056318,e120d9056318",
    "plain.jpg,50,90,BILINEAR,09f6db804dd1,46bf92f4e82b",
    "plain.jpg,80,80,BICUBIC,86ce45b1eba5,db1eb4df6151",
    "plain_lossless.webp,80,80,BILINEAR,5162e3e134d1,bee05cadfbe0",
    "plain_lossless.webp,50,90,BICUBIC,e20b0483b00c,ecc5505de7c1",
    "icc_displayp3.png,80,80,BILINEAR,9d6e8f74584c,52fa45cf0db5",
    "icc_displayp3.png,50,90,BICUBIC,7a0ddca92d66,3bb8ab82cced"
  })
  void aWholePictureIsPilsBitForBit(
      String name, int width, int height, Interpolation filter, String resized, String padded)
      throws Exception {
    assertThat(sha256(input(name, new Fit.Stretch(), width, height, filter))).startsWith(resized);
    assertThat(sha256(input(name, BOX, width, height, filter))).startsWith(padded);
  }

  /** What is turned may round otherwise: by one grey level, as where the centre is cut out. */
  @ParameterizedTest
  @CsvSource({"96,64", "50,90", "80,80"})
  void aPictureThatLiesOnItsSideFitsAsTheUprightOneDoes(int width, int height) throws Exception {
    for (Fit fit : List.of(new Fit.Stretch(), BOX)) {
      byte[] turned = input("exif_6.jpg", fit, width, height, Interpolation.BILINEAR);
      byte[] upright = input("plain.jpg", fit, width, height, Interpolation.BILINEAR);
      double sum = 0;
      for (int i = 0; i < turned.length; i++) {
        sum += Math.abs((turned[i] & 255) - (upright[i] & 255));
      }
      assertThat(sum / turned.length).as("%s", fit).isLessThan(3);
    }
  }

  @Test
  void whatIsBesideAPictureKeepsItsColour_whereColoursAreBroughtToSrgb() throws Exception {
    ImageTransform how =
        new ImageTransform(
            BOX, 80, 80, Interpolation.BILINEAR, ExifRule.APPLY, Colours.SRGB, false);
    byte[] input = input("icc_displayp3.jpg", how);
    assertThat(input[0] & 255).isEqualTo(124);
    assertThat(input[80 * 80] & 255).isEqualTo(116);
    assertThat(input[3 * 80 * 80 - 1] & 255).isEqualTo(104);
  }

  /** A picture of 600 x 400 in 40 x 40: decoded at a quarter, its longer side has 150 pixels. */
  @Test
  void reducedDecodingLeavesEachSideTwiceWhatItBecomes() throws Exception {
    assertThat(reduction(new Fit.Stretch(), 40)).isEqualTo(4);
    assertThat(reduction(new Fit.Stretch(), 60)).isEqualTo(2);
    assertThat(reduction(BOX, 60)).as("it becomes 60 x 40").isEqualTo(4);
    assertThat(reduction(BOX, 76)).isEqualTo(2);
  }

  private static int reduction(Fit fit, int side) throws ImageException {
    ImageTransform how =
        new ImageTransform(
            fit, side, side, Interpolation.BILINEAR, ExifRule.APPLY, Colours.IGNORE, true);
    ImageReader reader = new ImageReader(ImageLimits.NONE, how);
    return reader.inspect(TestImages.odd("plain.jpg")).cost().reduction();
  }

  @Property(tries = 200)
  void aLetterboxIsFilledByOneSide_andHasAllOfThePicture(
      @ForAll @IntRange(min = 1, max = 3000) int columns,
      @ForAll @IntRange(min = 1, max = 3000) int rows,
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height) {
    Placement place = BOX.place(columns, rows, width, height);
    assertThat(place.across().count() == width || place.down().count() == height).isTrue();
    for (Placement.Side side : List.of(place.across(), place.down())) {
      assertThat(side.first()).isZero();
      assertThat(side.count()).isEqualTo((int) side.resized()).isPositive();
      assertThat(side.at()).isNotNegative();
    }
    assertThat(place.across().at() + place.across().count()).isLessThanOrEqualTo(width);
    assertThat(place.down().at() + place.down().count()).isLessThanOrEqualTo(height);
  }

  /** One bright pixel of a dark picture is found in the input, and from there in the picture. */
  @ParameterizedTest
  @CsvSource({"1", "2", "4", "5", "6", "7", "8"})
  void aPlaceOfTheInputIsFoundInTheUprightPicture(int exif) throws Exception {
    Orientation stored = Orientation.ofExif(exif);
    for (Fit fit : List.of(new Fit.Crop(48), new Fit.Stretch(), BOX)) {
      ImageTransform how =
          new ImageTransform(
              fit, 30, 40, Interpolation.BILINEAR, ExifRule.APPLY, Colours.IGNORE, false);
      // 140 x 120 upright; the square of 20 x 20 around its pixel 70, 50 is bright
      int columns = stored.transposed() ? 120 : 140;
      int rows = stored.transposed() ? 140 : 120;
      ByteBuffer planes = ByteBuffer.allocate(3 * 30 * 40);
      RowSink sink = Resampler.of(columns, rows, stored, how, planes);
      int[] row = new int[columns];
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          int a = stored.flipX() ? columns - 1 - x : x;
          int b = stored.flipY() ? rows - 1 - y : y;
          boolean bright =
              Math.abs((stored.transposed() ? b : a) - 70) < 10
                  && Math.abs((stored.transposed() ? a : b) - 50) < 10;
          row[x] = bright ? 0xffffff00 : 0;
        }
        sink.row(y, row);
      }
      double[] centre = centre(planes);
      ImageHeader header = new ImageHeader(ImageFormat.PNG, columns, rows, stored, false, 1, 0);
      EncodedImage image =
          new EncodedImage(ByteBuffer.allocate(0), header, DecodeCost.of(header, how), "");
      ImageMapping mapping = ImageMapping.of(image, how);
      assertThat(mapping.x((float) centre[0])).as("%s", fit).isCloseTo(70, within(1.5f));
      assertThat(mapping.y((float) centre[1])).as("%s", fit).isCloseTo(50, within(1.5f));
    }
  }

  private static double[] centre(ByteBuffer planes) {
    double sum = 0;
    double[] centre = new double[2];
    for (int i = 0; i < 30 * 40; i++) {
      int bright = planes.get(i) & 255;
      sum += bright;
      centre[0] += bright * (i % 40 + 0.5);
      int row = i / 40;
      centre[1] += bright * (row + 0.5);
    }
    return new double[] {centre[0] / sum, centre[1] / sum};
  }

  @Test
  void placesOutsideThePictureAreBroughtToItsSides() throws Exception {
    ImageTransform how =
        new ImageTransform(
            BOX, 60, 60, Interpolation.BILINEAR, ExifRule.APPLY, Colours.IGNORE, true);
    ImageReader reader = new ImageReader(ImageLimits.NONE, how);
    ImageMapping mapping =
        ImageMapping.of(reader.inspect(TestImages.odd("plain.jpg")), how); // decoded at a quarter
    assertThat(mapping.y(5)).as("above the picture").isZero();
    assertThat(mapping.y(10)).isZero();
    assertThat(mapping.y(30)).isEqualTo(200);
    assertThat(mapping.y(59)).as("below the picture").isEqualTo(400);
    assertThat(mapping.x(15)).isEqualTo(150);
    assertThat(mapping.input()).containsExactly(0f, -100f, 600f, 500f);
  }

  private static byte[] input(String name, Fit fit, int width, int height, Interpolation filter)
      throws ImageException {
    return input(
        name,
        new ImageTransform(fit, height, width, filter, ExifRule.APPLY, Colours.IGNORE, false));
  }

  private static byte[] input(String name, ImageTransform how) throws ImageException {
    ImageReader reader = new ImageReader(ImageLimits.NONE, how);
    ByteBuffer input = ByteBuffer.allocate(3 * how.width() * how.height());
    reader.readInput(reader.inspect(TestImages.odd(name)), input, ByteBuffer::allocate);
    return input.array();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
