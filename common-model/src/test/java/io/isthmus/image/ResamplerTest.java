package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResamplerTest {

  @Property(tries = 200)
  void aPictureOfOneColourStaysSo_whateverItsSizeAndOrientation(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll @IntRange(min = 1, max = 8) int exif,
      @ForAll Interpolation filter) {
    byte[] result = run(width, height, Orientation.ofExif(exif), filter, (x, y) -> 0x0a64ff00);
    for (int i = 0; i < 24 * 24; i++) {
      assertThat(result[i]).isEqualTo((byte) 0x0a);
      assertThat(result[24 * 24 + i]).isEqualTo((byte) 0x64);
      assertThat(result[2 * 24 * 24 + i]).isEqualTo((byte) 0xff);
    }
  }

  @Property(tries = 100)
  void aTurnedPictureIsTheUprightOne(
      @ForAll @IntRange(min = 2, max = 90) int width,
      @ForAll @IntRange(min = 2, max = 90) int height,
      @ForAll @IntRange(min = 1, max = 8) int exif,
      @ForAll Interpolation filter,
      @ForAll long seed) {
    Orientation stored = Orientation.ofExif(exif);
    int[][] upright = noise(width, height, seed);
    byte[] expected = run(width, height, Orientation.UPRIGHT, filter, (x, y) -> upright[y][x]);

    int columns = stored.transposed() ? height : width;
    int rows = stored.transposed() ? width : height;
    byte[] turned =
        run(
            columns,
            rows,
            stored,
            filter,
            (x, y) -> {
              int a = stored.flipX() ? columns - 1 - x : x;
              int b = stored.flipY() ? rows - 1 - y : y;
              return stored.transposed() ? upright[a][b] : upright[b][a];
            });

    for (int i = 0; i < expected.length; i++) { // weights from the other end may round otherwise
      assertThat(turned[i] & 255).isCloseTo(expected[i] & 255, within(1));
    }
  }

  /** The numbers are those of PIL 9.4: Image.resize((64, 32)), then the middle 24 x 24 pixels. */
  @Test
  void aRampIsResizedAsPilDoes() {
    byte[] bilinear =
        run(100, 50, Orientation.UPRIGHT, Interpolation.BILINEAR, (x, y) -> (2 * x + y) << 24);
    byte[] bicubic =
        run(100, 50, Orientation.UPRIGHT, Interpolation.BICUBIC, (x, y) -> (2 * x * y % 251) << 24);
    assertThat(bilinear[0] & 255).isEqualTo(70);
    assertThat(bicubic[24 * 7 + 5] & 255).isEqualTo(125);
    assertThat(bicubic[24 * 23 + 23] & 255).isEqualTo(155);
  }

  private interface Picture {
    int rgb(int x, int y);
  }

  private static byte[] run(
      int width, int height, Orientation orientation, Interpolation filter, Picture picture) {
    ByteBuffer planes = ByteBuffer.allocate(3 * 24 * 24);
    ImageTransform how =
        new ImageTransform(new Fit.Crop(32), 24, 24, filter, ExifRule.APPLY, Colours.IGNORE, false);
    RowSink sink = Resampler.of(width, height, orientation, how, planes);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x] = picture.rgb(x, y);
      }
      sink.row(y, row);
    }
    return planes.array();
  }

  private static int[][] noise(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] rows = new int[height][width];
    for (int[] row : rows) {
      for (int x = 0; x < width; x++) {
        row[x] = random.nextInt() & 0xffffff00;
      }
    }
    return rows;
  }
}
