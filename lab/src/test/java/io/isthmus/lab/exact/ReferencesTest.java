package io.isthmus.lab.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.Answer.Times;
import io.isthmus.cli.service.Checkout;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.model.Form;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReferencesTest {

  private static Inputs inputs;
  private static References references;

  @BeforeAll
  static void load() throws Exception {
    inputs = new Inputs(Checkout.find().samples(), TestModel.model().network().input());
    references = new References(TestModel.model(), inputs, Form.Engine.PYTORCH);
  }

  @AfterAll
  static void close() {
    references.close();
  }

  @Test
  void aCutAnswerInChunksOfItsPlanIsRight() {
    List<float[]> logits = new ArrayList<>(cut(0, 2, 7));
    logits.addAll(cut(2, 1, 3));

    assertThat(match(reply(logits, chunk(2, 7), chunk(1, 3)))).isTrue();
  }

  @Test
  void imagesInAnotherOrderAreWrong() {
    List<float[]> logits = new ArrayList<>(cut(0, 3, 7));
    assertThat(match(reply(logits, chunk(3, 7)))).isTrue();

    Collections.swap(logits, 0, 1);

    assertThat(match(reply(logits, chunk(3, 7)))).isFalse();
  }

  @Test
  void aSingleBitIsWrong() {
    List<float[]> logits = new ArrayList<>(cut(0, 3, 7));
    float[] last = logits.get(2);
    last[last.length - 1] = Math.nextUp(last[last.length - 1]);

    assertThat(match(reply(logits, chunk(3, 7)))).isFalse();
  }

  @Test
  void aPlanForAnotherNumberOfImagesIsWrong() {
    List<float[]> logits = cut(0, 3, 7);

    assertThat(match(reply(logits, chunk(2, 7)))).isFalse();
    assertThat(match(reply(logits.subList(0, 2), chunk(2, 7)))).isFalse();
  }

  private static boolean match(Reply reply) {
    return references.match(InputKind.FRAMES, 0, 3, reply);
  }

  private static Reply.Chunk chunk(int images, int split) {
    return new Reply.Chunk(images, split, "raw");
  }

  private static Reply reply(List<float[]> logits, Reply.Chunk... plan) {
    return new Reply(
        logits.stream().map(Reply.Result::new).toList(),
        new Reply.Decision("split", List.of(plan), null, null),
        new Times(0, 0, 0, 0, 0, 0),
        false);
  }

  /** The logits of frames first … first + images − 1, head and tail apart. */
  private static List<float[]> cut(int first, int images, int split) {
    int length = TestModel.chain().network().length();
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      Activation input = TestModel.chain().allocate(memory, 0, images);
      var pixels = input.buffer();
      for (int i = 0; i < images; i++) {
        pixels.put(inputs.frame(first + i));
      }
      Activation head = TestModel.chain().run(memory, input, split);
      FloatBuffer values =
          TestModel.chain().run(memory, head, length).tensor().data().asFloatBuffer();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        float[] row = new float[TestModel.chain().network().classes()];
        values.get(row);
        rows.add(row);
      }
      return rows;
    }
  }
}
