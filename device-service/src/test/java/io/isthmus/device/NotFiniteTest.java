package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.hostile.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** A network of three classes that has no finite answer for black (an infinity) or white (NaN). */
class NotFiniteTest extends ScriptedDevice {

  @RegisterExtension private final Answers answers = new Answers("device");

  @DynamicPropertySource
  static void network(DynamicPropertyRegistry properties) {
    serve(
        properties, "not-finite", "torch.log(M)", "torch.sqrt(torch.sub(254, M))", "torch.neg(M)");
  }

  @Test
  void aRequestWithoutAQueryIsAnsweredWithAsManyClassesAsThereAre() throws IOException {
    JsonNode classes = classes("", 100);
    assertThat(classes.size()).isEqualTo(3);
    assertThat(classes.at("/0/index").intValue()).isEqualTo(1);
  }

  @Test
  void aValueThatIsNotFiniteIsAnErrorThatNamesTheImage_inEveryForm() throws IOException {
    String told = "image 2 of 3";
    for (int bad : new int[] {0, 255}) {
      for (String query : new String[] {"", "?logits=true"}) {
        Reply reply = infer(query, 100, bad, 50);
        reply.isProblem(500);
        assertThat(reply.text()).contains("not finite", told).doesNotContain("NaN", "Infinity");
        answers.input("a network that gives a NaN or an infinity", reply.problem());
      }
      String binary = "\"parameters\":{\"binary_data_output\":true},";
      String classes = "\"outputs\":[{\"name\":\"logits\",\"parameters\":{\"classification\":1}}],";
      for (String members : new String[] {"", binary, classes}) {
        Reply reply = v2(members, bad);
        reply.isProblem(500);
        assertThat(reply.json().path("error").asString()).contains("not finite");
      }
    }
    assertThat(answer(infer("", 100, 50)).path("batch").intValue()).isEqualTo(2);
  }
}
