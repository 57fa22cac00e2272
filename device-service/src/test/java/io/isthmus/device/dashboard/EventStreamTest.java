package io.isthmus.device.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private static final byte[] FIRST = {1};
  private static final byte[] SECOND = {2};

  private final AtomicInteger cuts = new AtomicInteger();
  private final EventStream stream = new EventStream(cuts::incrementAndGet);
  private final List<String> seen = new ArrayList<>();

  /** Notes what is written; the stream is closed once all has been flushed. */
  private final class Notes extends OutputStream {
    @Override
    public void write(int b) {
      seen.add(Integer.toString(b));
    }

    @Override
    public void flush() {
      seen.add("flush");
      stream.close();
    }
  }

  private void fill() {
    for (int i = 0; i < EventStream.MOST_WAITING; i++) {
      stream.send(FIRST);
    }
  }

  @Test
  void allIsWrittenInOrder_andFlushedWhenNothingWaits() {
    stream.send(FIRST);
    stream.send(SECOND);
    stream.writeTo(new Notes());
    assertThat(seen).containsExactly("1", "2", "flush");
  }

  @Test
  void oneThatReadsIsEndedWithoutBeingCutOff() {
    stream.send(FIRST);
    stream.close();
    stream.send(SECOND);
    stream.writeTo(new Notes());
    assertThat(seen).isEmpty();
    assertThat(cuts).hasValue(0);
  }

  @Test
  void oneThatDoesNotReadIsCutOff_once() {
    fill();
    assertThat(cuts).hasValue(0);
    stream.send(FIRST);
    stream.send(FIRST);
    stream.close();
    assertThat(cuts).hasValue(1);
    stream.writeTo(new Notes());
    assertThat(seen).isEmpty();
  }

  @Test
  void oneThatIsBehindWhenTheServiceStopsIsCutOff() {
    fill();
    stream.close();
    assertThat(cuts).hasValue(1);
  }

  @Test
  void theConnectionIsNotTouchedOnceItsThreadHasLeft() {
    stream.send(FIRST);
    stream.writeTo(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("broken pipe");
          }
        });
    fill();
    stream.send(FIRST);
    stream.close();
    assertThat(cuts).hasValue(0);
  }
}
