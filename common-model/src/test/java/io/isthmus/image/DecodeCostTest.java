package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import io.isthmus.image.ImageTransform.Colours;
import io.isthmus.image.ImageTransform.ExifRule;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeCostTest {

  private static final int SIDE = 64;

  @ParameterizedTest
  @CsvSource({"512,512,4", "256,256,2", "255,255,1", "4000,3000,8", "4000,100,1"})
  void reducedDecodingLeavesTheShorterSideTwiceWhatItBecomes(int width, int height, int reduction)
      throws Exception {
    EncodedImage image = reader(true).inspect(Jpegs.baseline(width, height));
    assertThat(image.cost().reduction()).isEqualTo(reduction);
    assertThat(reader(false).inspect(Jpegs.baseline(width, height)).cost().reduction())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"astronaut", "chelsea", "coffee", "rocket"})
  void reducedDecodingChangesTheInputLittle(String name) throws Exception {
    byte[] file = Files.readAllBytes(TestModel.SAMPLES.resolve(name + ".jpg"));
    byte[] full = input(false, file);
    byte[] reduced = input(true, file);
    long sum = 0;
    for (int i = 0; i < full.length; i++) {
      sum += Math.abs((full[i] & 255) - (reduced[i] & 255));
    }
    assertThat((double) sum / full.length).isBetween(0.01, 1.5);
  }

  @Test
  void aPictureThatAloneTakesTooMuchIsDecodedSmaller_howeverMuchMemoryThereIs() throws Exception {
    ImageReader reader = reader(false);
    assertThat(reader.inspect(Jpegs.baseline(9000, 6900)).cost().reduction()).isEqualTo(1);
    assertThat(reader.inspect(Jpegs.baseline(9000, 7100)).cost().reduction()).isEqualTo(2);
    ImageReader module = new ImageReader(ImageLimits.NONE, null);
    assertThat(module.inspect(Jpegs.baseline(4032, 3024)).cost().reduction()).isEqualTo(1);
    assertThat(module.inspect(TestImages.png(4100, 4100)).cost().reduction()).isEqualTo(2);
  }

  @Test
  void whatTakesMoreThanThereIsIsRefusedByItsHeader() {
    ImageReader small =
        new ImageReader(new ImageLimits(100_000_000, 800_000_000, 1 << 20), how(false));
    assertThatThrownBy(() -> small.inspect(Jpegs.baseline(1000, 1000)))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("4000000 bytes of memory");
  }

  @Test
  void picturesOfARequestAreBoundedByTheTimeThatTheyTakeTogether() throws Exception {
    ImageReader reader =
        new ImageReader(new ImageLimits(100_000_000, 10_000_000, 1 << 30), how(false));
    List<ByteBuffer> files = Collections.nCopies(11, ByteBuffer.wrap(Jpegs.baseline(1000, 1000)));
    assertThat(reader.inspectAll(files.subList(0, 10), i -> "")).hasSize(10);
    assertThatThrownBy(() -> reader.inspectAll(files, i -> ""))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("at most 10000000");
  }

  private static ImageTransform how(boolean reduced) {
    return new ImageTransform(
        new Fit.Crop(SIDE),
        SIDE,
        SIDE,
        Interpolation.BILINEAR,
        ExifRule.APPLY,
        Colours.IGNORE,
        reduced);
  }

  private static ImageReader reader(boolean reduced) {
    return new ImageReader(ImageLimits.NONE, how(reduced));
  }

  private static byte[] input(boolean reduced, byte[] file) throws ImageException {
    ImageReader reader = reader(reduced);
    ByteBuffer input = ByteBuffer.allocate(3 * SIDE * SIDE);
    reader.readInput(reader.inspect(file), input, ByteBuffer::allocate);
    return input.array();
  }
}
