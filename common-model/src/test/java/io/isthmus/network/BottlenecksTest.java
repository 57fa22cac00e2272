package io.isthmus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BottlenecksTest {

  @Test
  void efficientNetB0Has15Natural_ofWhich4AreCompressive() {
    Network b0 = TestModel.model().network();
    Bottlenecks found = Bottlenecks.of(b0);
    assertThat(found.natural()).hasSize(15);
    assertThat(found.compressive()).containsExactly(3, 5, 7, 13);
    assertThat(found.compressive().stream().map(b0::cutName))
        .containsExactly("block1", "block3", "block5", "block11");
  }

  @Test
  void efficientNetB4Has30Natural_ofWhich4AreCompressive() {
    List<Integer> elements = new ArrayList<>();
    stage(elements, 1, 48, 190);
    stage(elements, 2, 24, 190);
    stage(elements, 4, 32, 95);
    stage(elements, 4, 56, 48);
    stage(elements, 6, 112, 24);
    stage(elements, 6, 160, 24);
    stage(elements, 8, 272, 12);
    stage(elements, 2, 448, 12);
    elements.add(1000);
    Bottlenecks found = Bottlenecks.of(Chains.of(380, elements));
    assertThat(found.natural()).hasSize(30);
    assertThat(found.compressive()).containsExactly(4, 8, 12, 24); // block2, 6, 10 and 22
  }

  @Test
  void efficientNetV2LargeHas68Natural_ofWhich3AreCompressive() {
    List<Integer> elements = new ArrayList<>();
    stage(elements, 5, 32, 240);
    stage(elements, 7, 64, 120);
    stage(elements, 7, 96, 60);
    stage(elements, 10, 192, 30);
    stage(elements, 19, 224, 30);
    stage(elements, 25, 384, 15);
    stage(elements, 7, 640, 15);
    elements.add(1000);
    Bottlenecks found = Bottlenecks.of(Chains.of(480, elements));
    assertThat(found.natural()).hasSize(68);
    assertThat(found.compressive()).hasSize(3);
  }

  @Test
  void vgg16Has5Natural() {
    List<Integer> elements = new ArrayList<>();
    stage(elements, 2, 64, 224);
    stage(elements, 1, 64, 112);
    stage(elements, 2, 128, 112);
    stage(elements, 1, 128, 56);
    stage(elements, 3, 256, 56);
    stage(elements, 1, 256, 28);
    stage(elements, 3, 512, 28);
    stage(elements, 4, 512, 14); // the pooling and the three convolutions after it
    stage(elements, 1, 512, 7);
    elements.add(1000);
    assertThat(Bottlenecks.of(Chains.of(224, elements)).natural()).hasSize(5);
  }

  @Property
  void areWhatEquation3Says(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 60) Integer> elements) {
    Network network = Chains.of(3, elements); // 27 elements go in
    Bottlenecks found = Bottlenecks.of(network);
    List<Integer> natural =
        IntStream.range(1, network.length()).filter(l -> network.ratio(l) < 1).boxed().toList();
    List<Integer> compressive =
        natural.stream()
            .filter(
                l -> natural.stream().allMatch(i -> i >= l || network.ratio(i) > network.ratio(l)))
            .toList();
    assertThat(found).isEqualTo(new Bottlenecks(natural, compressive));
    assertThat(found.natural()).containsAll(found.compressive());
    assertThat(found.compressive().stream().map(network::ratio))
        .isSortedAccordingTo(Collections.reverseOrder())
        .doesNotHaveDuplicates();
  }

  private static void stage(List<Integer> elements, int units, int channels, int side) {
    elements.addAll(Collections.nCopies(units, channels * side * side));
  }
}
