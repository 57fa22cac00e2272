package io.isthmus.device.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.isthmus.TestModel;
import io.isthmus.engine.RequestMemory;
import io.isthmus.network.TensorSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorDataTest {

  private static final TensorSpec INPUT = TestModel.model().network().input();
  private static final int PIXELS = (int) INPUT.bytes(1);
  private static final byte[] SEVENS =
      ("[" + "7,".repeat(PIXELS - 1) + "7]").getBytes(StandardCharsets.US_ASCII);

  private static TensorData read(RequestMemory memory) throws IOException {
    try (BoundedJson json = new BoundedJson(new ByteArrayInputStream(SEVENS))) {
      return new TensorData(INPUT, 1, memory.growing(PIXELS)).read(json);
    }
  }

  @Test
  void pixelsAreReadWithoutAnObjectForEach() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      read(memory); // loads classes
      long before = threads.getCurrentThreadAllocatedBytes();
      TensorData data = read(memory);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(PIXELS);
      ByteBuffer pixels = ByteBuffer.allocate(PIXELS);
      data.numbersInto(pixels, List.of(1, 3, 224, 224));
      assertThat(pixels.array()).containsOnly((byte) 7);
    }
  }
}
