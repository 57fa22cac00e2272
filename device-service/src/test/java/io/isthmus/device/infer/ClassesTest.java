package io.isthmus.device.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassesTest {

  private final Classes classes = new Classes(List.of("cat", "dog"));

  @Test
  void theMostProbableComeFirst_andEqualOnesByIndex() {
    SplittableRandom random = new SplittableRandom(5);
    float[] logits = new float[200];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextInt(20); // many are equal
    }
    List<Integer> sorted =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -logits[i]))
            .toList();
    for (int top : new int[] {1, 5, 199, 200}) {
      assertThat(classes.top(logits, top))
          .extracting(Classes.Ranked::index)
          .isEqualTo(sorted.subList(0, top));
    }
  }

  @Test
  void probabilitiesAreTheSoftmax_andAClassWithoutALabelGoesByItsIndex() {
    List<Classes.Ranked> ranked = classes.top(new float[] {1, 2, 3}, 3);
    assertThat(ranked).extracting(Classes.Ranked::label).containsExactly("2", "dog", "cat");
    assertThat(ranked.get(0).probability()).isCloseTo(0.66524, within(1e-5));
    assertThat(ranked.stream().mapToDouble(Classes.Ranked::probability).sum())
        .isCloseTo(1, within(1e-12));
  }
}
