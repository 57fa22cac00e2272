package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExifTest {

  @Property
  void theOrientationIsFoundInEitherByteOrder(
      @ForAll @IntRange(min = 0, max = 9) int value, @ForAll boolean little) {
    assertThat(
            Exif.orientation(block(value, little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)))
        .isEqualTo(Orientation.ofExif(value));
  }

  @Property
  void whateverIsOddAboutABlockIsUpright(@ForAll @Size(max = 60) byte[] bytes) {
    assertThat(Exif.orientation(ByteBuffer.wrap(bytes))).isNotNull();
  }

  @Property
  void aBlockThatIsCutShortIsUprightOrWhole(@ForAll @IntRange(min = 0, max = 26) int length) {
    ByteBuffer block = block(6, ByteOrder.BIG_ENDIAN).limit(Math.min(length, 26));
    assertThat(Exif.orientation(block)).isIn(Orientation.UPRIGHT, Orientation.ofExif(6));
  }

  @Test
  void aDirectoryBeyondTheBlockIsUpright() {
    ByteBuffer block = block(6, ByteOrder.BIG_ENDIAN).putInt(4, Integer.MAX_VALUE);
    assertThat(Exif.orientation(block)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Exif.orientation(block.putInt(4, -1))).isEqualTo(Orientation.UPRIGHT);
  }

  /** A TIFF header and a directory of one entry. */
  private static ByteBuffer block(int orientation, ByteOrder order) {
    ByteBuffer block = ByteBuffer.allocate(26).order(order);
    block.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949)).putShort((short) 42);
    block.putInt(8).putShort((short) 1);
    block.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    block.putShort((short) orientation).putShort((short) 0).putInt(0);
    return block.flip().order(ByteOrder.BIG_ENDIAN);
  }
}
