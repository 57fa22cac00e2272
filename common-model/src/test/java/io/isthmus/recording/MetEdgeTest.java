package io.isthmus.recording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.control.Controller;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.control.Setup;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.Option;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.Chains;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.TimingProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An edge that was met, in a recording of today's and of older devices. */
class MetEdgeTest {

  private static final Setup SETUP =
      Setup.of(Chains.of(100, List.of(50, 10)), true, true, 1, Duration.ofSeconds(1));
  private static final TimingProfile PROFILE = MadeProfile.of(MadeProfile.batch(1, 1, 2));

  private static String recorded(EdgeEvent.Met met) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RecordingWriter writer = new RecordingWriter(out, 1 << 20)) {
      writer.begun(SETUP, 0);
      writer.happened(met, 1);
    }
    return out.toString(UTF_8);
  }

  private static EdgeEvent.Met read(String recording) throws IOException {
    try (RecordingReader reader = new RecordingReader(new StringReader(recording))) {
      Event event = ((RecordingReader.Happened) Objects.requireNonNull(reader.read())).event();
      return (EdgeEvent.Met) event;
    }
  }

  @Test
  void itsEncodingsAreReplayed() throws Exception {
    for (KnownEncodings known : List.of(KnownEncodings.ALL, KnownEncodings.RAW)) {
      EdgeEvent.Met met = new EdgeEvent.Met(PROFILE, known);
      EdgeEvent.Met again = read(recorded(met));
      assertThat(again).isEqualTo(met);
      Controller controller = Controller.startingAt(SETUP, 0).on(again, 1);
      assertThat(controller.edge().encodings()).isEqualTo(known);
    }
  }

  @Test
  void aRecordingThatDoesNotTellThem_isOfAnEdgeThatReadsRawTensorsAlone() throws Exception {
    String told = recorded(new EdgeEvent.Met(PROFILE, KnownEncodings.ALL));
    String old = told.replaceAll(",\"encodings\":\\{[^}]*\\}", "");
    assertThat(old).isNotEqualTo(told);
    assertThat(read(old).encodings()).isEqualTo(KnownEncodings.RAW);
  }

  @Test
  void optionsOfOlderDevicesHaveTheNameOfTheirEncodingAlone() throws Exception {
    String decided =
        "{\"at\":1,\"decided\":{\"asked\":\"fastest\",\"named\":null,\"workload\":{\"batch\":1,"
            + "\"inputBytes\":9,\"imageWork\":0},\"leftMs\":null,\"kind\":\"TAKEN\",\"plan\":[{\"images\":1,"
            + "\"option\":{\"edge\":0,\"cut\":1,\"encoding\":\"RAW\",\"exit\":null}}],"
            + "\"reason\":\"FASTEST\",\"predictedMs\":4.5}}\n";
    String setup = recorded(new EdgeEvent.Met(PROFILE)).lines().findFirst().orElseThrow();
    try (RecordingReader reader = new RecordingReader(new StringReader(setup + "\n" + decided))) {
      RecordingReader.Decided read =
          (RecordingReader.Decided) Objects.requireNonNull(reader.read());
      assertThat(read.decision().plan()).containsExactly(new Chunk(1, Option.at(1)));
    }
  }
}
