package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InOrderTest {

  private final InOrder<Long> order = new InOrder<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whateverTheOrderInWhichTheyAreDone_eachComesOutOnceAndInItsPlace(long seed) {
    List<Long> begun = new ArrayList<>(LongStream.range(0, 100).boxed().toList());
    List<Long> expected = List.copyOf(begun);
    Collections.shuffle(begun, new Random(seed));
    List<Long> out = new ArrayList<>();
    begun.forEach(index -> out.addAll(order.done(index, index)));
    assertThat(out).isEqualTo(expected);
  }

  @Test
  void nothingComesOutBeforeTheFirst() {
    assertThat(order.done(1, 1L)).isEmpty();
    assertThat(order.done(0, 0L)).containsExactly(0L, 1L);
  }

  @Test
  void nothingIsDoneTwice() {
    order.done(0, 0L);
    order.done(2, 2L);
    assertThatIllegalArgumentException().isThrownBy(() -> order.done(0, 0L));
    assertThatIllegalArgumentException().isThrownBy(() -> order.done(2, 2L));
  }
}
