package io.isthmus.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTest {

  /** Candidates are cuts 0, 2, 3 and 5. */
  private static final Network NETWORK = Chains.of(2, List.of(24, 6, 4, 5, 3));

  @Test
  void aCutAloneMeansTheOnlyEdge_rawTensorsAndNoExit() {
    assertThat(Option.at(7)).isEqualTo(new Option(Option.ONLY_EDGE, 7, Encoding.RAW, null));
    assertThat(Option.at(7).offloads()).isFalse();
    assertThat(Option.at(0).offloads()).isTrue();
  }

  @Test
  void optionsAreOrderedByCut_thenByEdgeAndExit() {
    List<Option> ordered =
        List.of(
            Option.at(2),
            new Option(0, 2, Encoding.RAW, 3),
            new Option(0, 2, Encoding.RAW, 4),
            new Option(1, 2, Encoding.RAW, null),
            Option.at(10));
    assertThat(Stream.of(3, 4, 1, 0, 2).map(ordered::get).sorted()).isEqualTo(ordered);
    for (Option option : ordered) {
      assertThat(ordered.stream().filter(other -> other.compareTo(option) == 0))
          .containsExactly(option);
    }
  }

  @ParameterizedTest
  @CsvSource({"-1, 0,", "0, -1,", "0, 0, 0"})
  void whatNoNetworkHasIsRefused(int edge, int cut, @Nullable Integer exit) {
    assertThatThrownBy(() -> new Option(edge, cut, Encoding.RAW, exit))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of at least");
  }

  @Test
  void aPlanCountsImagesByTheWholeOption_andTheOneOfMostStandsForIt() {
    Option other = new Option(1, 2, Encoding.RAW, null);
    Plan plan =
        new Plan(
            List.of(new Chunk(3, Option.at(2)), new Chunk(2, other), new Chunk(1, Option.at(0))));
    assertThat(plan.imagesByOption())
        .containsExactly(
            Map.entry(Option.at(0), 1), Map.entry(Option.at(2), 3), Map.entry(other, 2));
    assertThat(plan.mainOption()).isEqualTo(Option.at(2));
    Plan equal = new Plan(List.of(new Chunk(2, Option.at(2)), new Chunk(2, other)));
    assertThat(equal.mainOption()).isEqualTo(other);
  }

  @Test
  void aDecisionTakesTheOptionsThatTheSelectorHolds_andMakesNone() {
    SplitSelector selector = new SplitSelector(NETWORK, true);
    CostModel flat = (option, workload, state) -> new LatencyBreakdown(option, 0, 5, 0, 0, 0);
    Decision decision = selector.fastest(flat, new Workload(1, 12, 0), SystemState.ideal(1));
    List<Option> options = selector.options(new Workload(1, 12, 0));
    assertThat(options).extracting(Option::cut).containsExactly(0, 2, 3, 5);
    for (int i = 0; i < options.size(); i++) {
      Candidate candidate = decision.candidates().get(i);
      assertThat(candidate.option()).isSameAs(options.get(i));
      assertThat(candidate.plan().chunks().get(0).option()).isSameAs(candidate.option());
    }
    assertThat(decision.option()).isSameAs(options.get(3));
  }
}
