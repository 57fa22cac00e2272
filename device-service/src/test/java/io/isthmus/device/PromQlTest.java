package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PromQlTest {

  @Test
  void metricsAreFoundBetweenFunctionsAggregationsAndRanges() {
    PromQl query =
        PromQl.parse(
            "histogram_quantile(0.99, sum by (le, instance)"
                + " (rate(a_bucket{job=\"x\",q!~'b|c'}[5m]))) / on (instance) group_left (unit)"
                + " max_over_time(b[1h:5m] offset 5m) > bool 2e3 or sum(rate(c[$__rate_interval]))"
                + " without (pod) unless d == 1");
    assertThat(query.selectors())
        .containsExactly(
            new PromQl.Selector("a_bucket", Set.of("job", "q")),
            new PromQl.Selector("b", Set.of()),
            new PromQl.Selector("c", Set.of()),
            new PromQl.Selector("d", Set.of()));
    assertThat(query.grouping()).containsExactlyInAnyOrder("le", "instance", "unit", "pod");
  }

  @Test
  void namesInStringsAreNoMetrics() {
    assertThat(PromQl.parse("label_replace(a, \"b\", \"$1\", 'c', \"d{e=\\\"f\\\"}\")").selectors())
        .containsExactly(new PromQl.Selector("a", Set.of()));
  }

  @Test
  void aSelectorWithoutAMetricIsNotUnderstood() {
    assertThatThrownBy(() -> PromQl.parse("sum({job=\"x\"})"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
