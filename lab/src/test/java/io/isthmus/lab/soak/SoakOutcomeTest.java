package io.isthmus.lab.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SoakOutcomeTest {

  private static final AtRest AT_REST = new AtRest(new Resources(100, 20, 30), 0);

  @Test
  void theFieldsOfTheJsonFormKeepTheirNames() {
    Soak.Outcome outcome =
        new Soak.Outcome(
            new Tally().counts(),
            new BadRequestGenerator.Counts(3, 1, List.of("a silent upload: nothing")),
            List.of(),
            List.of(),
            AT_REST,
            AT_REST,
            60);

    JsonNode json = Json.read(Json.write(outcome), JsonNode.class);

    assertThat(json.propertyNames())
        .containsExactly("counts", "nuisances", "lives", "samples", "before", "after", "seconds");
    assertThat(json.get("nuisances").propertyNames())
        .containsExactly("sent", "toNobody", "surprises");
  }
}
