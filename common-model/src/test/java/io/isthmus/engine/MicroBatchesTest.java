package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {

  private static Network withOutputsOf(int elements) {
    return Chains.of(100, List.of(elements, 10));
  }

  @Test
  void theLargerTheActivationsTheFewerImagesGoThroughTogether() {
    assertThat(MicroBatches.largest(withOutputsOf(32 * 112 * 112))).isEqualTo(8); // EfficientNet-B0
    assertThat(MicroBatches.largest(withOutputsOf(48 * 190 * 190))).isEqualTo(2); // EfficientNet-B4
    assertThat(MicroBatches.largest(withOutputsOf(64 * 224 * 224))).isEqualTo(1); // VGG-16
    assertThat(MicroBatches.largest(withOutputsOf(10))).isEqualTo(16);
    assertThat(MicroBatches.largest(withOutputsOf(100_000_000))).isEqualTo(1);
  }

  @Property
  void slicesHoldTheWholeBatch_andNoneIsLargerThanTheFirst(
      @ForAll @IntRange(min = 1, max = 64) int batch,
      @ForAll @IntRange(min = 1, max = 10_000_000) int elements) {
    List<Integer> slices = MicroBatches.of(withOutputsOf(elements), batch);
    assertThat(slices.stream().mapToInt(Integer::intValue).sum()).isEqualTo(batch);
    assertThat(slices).allMatch(size -> size >= 1 && size <= slices.get(0));
  }
}
