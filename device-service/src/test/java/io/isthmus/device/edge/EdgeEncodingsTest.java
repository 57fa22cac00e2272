package io.isthmus.device.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.encoding.KnownEncodings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a device takes its edge to read. */
class EdgeEncodingsTest {

  private static final int LOOKS = 20;

  private final RawEdge edge = new RawEdge();
  private final DeviceAlone device = new DeviceAlone(edge.url());

  @AfterEach
  void close() throws IOException {
    device.close();
    edge.close();
  }

  private boolean met() {
    return device.controller.snapshot().controller().edge().profile() != null;
  }

  private KnownEncodings met(String encodings) {
    String model = new String(DeviceAlone.model(), UTF_8).replaceFirst("\\{", "{" + encodings);
    edge.answers(DeviceAlone.telling(model.getBytes(UTF_8), DeviceAlone.profile()));
    for (int look = 0; look < LOOKS && !met(); look++) { // an exchange has 200 ms
      device.monitor.run();
    }
    assertThat(met()).isTrue();
    return device.controller.snapshot().controller().edge().encodings();
  }

  @Test
  void itIsWhatTheEdgeTells_asFarAsItMeansSomethingHere() {
    assertThat(met("\"encodings\":[\"raw\",\"lossless\",\"wavelets\",\"q\"],"))
        .isEqualTo(KnownEncodings.named(List.of("lossless", "q")));
  }

  @Test
  void anEdgeThatTellsNothingReadsPlainTensors() {
    assertThat(met("")).isEqualTo(KnownEncodings.UNTOLD);
  }

  @Test
  void beforeItIsMetNothingButRawIsKnown() {
    assertThat(device.controller.snapshot().controller().edge().encodings())
        .isEqualTo(KnownEncodings.RAW);
  }
}
