package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** A network that tells one thing from its absence: its logit is the mean less 100, over 50. */
class OneLogitTest extends ScriptedDevice {

  @DynamicPropertySource
  static void network(DynamicPropertyRegistry properties) {
    serve(properties, "one-logit", "torch.div(torch.sub(M, 100), 50)");
  }

  @Test
  void aRequestWithoutAQueryIsAnswered_andTheProbabilityIsTheSigmoid() throws IOException {
    for (int grey : new int[] {0, 100, 200}) {
      JsonNode classes = classes("", grey);
      assertThat(classes.size()).isEqualTo(1);
      double logit = (grey - 100) / 50.0;
      assertThat(classes.at("/0/probability").doubleValue())
          .isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
    }
  }

  @Test
  void moreClassesThanThereAreAreRefusedOnlyWhereTheyAreNamed() throws IOException {
    infer("?top=2", 7).isProblem(400);
    assertThat(infer("?top=2", 7).text()).contains("top must be a whole number from 1 to 1");
    assertThat(answer(infer("?top=1", 7)).at("/results/0/classes").size()).isEqualTo(1);
  }

  @Test
  void theOpenInferenceProtocolGivesTheLogitWithItsClass() throws IOException {
    String output = "\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"classification\":%d}}],";
    assertThat(answer(v2(output.formatted(1), 200)).at("/outputs/0/data").toString())
        .isEqualTo("[\"2.0:0:0\"]");
    assertThat(answer(v2("", 200)).at("/outputs/0/data").toString()).isEqualTo("[2.0]");
    v2(output.formatted(2), 200).isProblem(400);
  }
}
