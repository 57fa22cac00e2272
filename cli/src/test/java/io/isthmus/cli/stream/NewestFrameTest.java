package io.isthmus.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewestFrameTest {

  private final NewestFrame newest = new NewestFrame();

  private static Frame frame(long number) {
    return new Frame(number, 0, new byte[0]);
  }

  @Test
  void aNewerFrameTakesThePlaceOfOneThatWaits_andThatIsCounted() throws Exception {
    newest.offer(frame(0));
    newest.offer(frame(1));
    newest.offer(frame(2));
    assertThat(newest.take()).extracting(Frame::number).isEqualTo(2L);
    assertThat(newest.dropped()).isEqualTo(2);
  }

  @Test
  void whatWasTakenIsNotDropped() throws Exception {
    newest.offer(frame(0));
    newest.take();
    newest.offer(frame(1));
    assertThat(newest.dropped()).isZero();
  }

  @Test
  void theLastFrameCanBeTakenAfterTheEnd_andThenThereIsNone() throws Exception {
    newest.offer(frame(7));
    newest.end();
    assertThat(newest.take()).extracting(Frame::number).isEqualTo(7L);
    assertThat(newest.take()).isNull();
  }
}
