package io.isthmus.service.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "%4",
        "%zz",
        "a=%",
        "a=%4&b=1",
        "%u0041",
        "a=%-1",
        "%ff",
        "%c3%28",
        "%ed%a0%80",
        "%٤٤"
      })
  void anEscapeThatIsNoneIsAProblem(String query) {
    assertThat(QueryString.problem(query)).startsWith("The query has ");
  }

  @Test
  void aQueryMayHaveSoManyParametersAndNoMore() {
    assertThat(QueryString.problem(null)).isNull();
    assertThat(QueryString.problem("")).isNull();
    assertThat(QueryString.problem("split=%37&x=%E2%82%AC+%2B%25&&y")).isNull();
    String most = "a&".repeat(QueryString.MOST_PARAMETERS - 1) + "a";
    assertThat(QueryString.problem(most)).isNull();
    assertThat(QueryString.problem(most + "&a")).contains("1000");
  }
}
