package io.isthmus.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.trace.Trace;
import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Verdict;
import io.isthmus.model.ModelPackage;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.recording.RecordingReader;
import io.isthmus.recording.RecordingWriter;
import io.isthmus.recording.Replay;
import io.isthmus.recording.Replay.Replayed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A recording of everything that a controller meets, and the same controller run over it. */
class RecordedSimulationTest {

  private static final long AMPLE = 256 << 20;

  private static final class Recorder implements SimulatedController.Witness {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RecordingWriter writer;

    Recorder(Machines machines, long limit) throws IOException {
      writer = new RecordingWriter(out, limit);
      writer.begun(Simulation.setup(machines, false), 0);
    }

    @Override
    public void happened(Event event, long nanos) {
      try {
        writer.happened(event, nanos);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void decided(Request request, Verdict verdict, long nanos) {
      try {
        writer.decided(request, verdict, nanos);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String text() {
      return out.toString(UTF_8);
    }
  }

  private static String record(long limit) throws Exception {
    Path folder = Checkout.find().profiles().resolve("efficientnet_b0");
    TimingProfile edge = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    Machines machines =
        Machines.of(
            ModelPackage.readNetwork(folder.resolve("manifest.json")), edge.slowed(6), edge);
    Path trace = Checkout.find().traces().resolve("puffer-3.2mbps-08.csv");
    var setting =
        new Simulation.Setting(0.5, List.of(1, 4, 16), new InputForm.Frames(), false, 0, 1);
    Recorder recorder = new Recorder(machines, limit);
    new Simulation(machines, setting).run(Channel.of(Trace.read(trace).scaled(30)), recorder);
    return recorder.text();
  }

  private static int[] replay(String recording, boolean mayLeave) throws IOException {
    int[] counts = new int[2];
    try (RecordingReader reader = new RecordingReader(new StringReader(recording))) {
      Replay replay = new Replay(reader, mayLeave);
      for (Replayed next = replay.next(); next != null; next = replay.next()) {
        counts[0]++;
        counts[1] += next.isSame() ? 0 : 1;
      }
    }
    return counts;
  }

  @Test
  void theSameControllerDecidesTheSame_plansIncluded_anotherConfigurationOtherwise()
      throws Exception {
    String recording = record(AMPLE);
    int[] same = replay(recording, true);
    assertThat(same[0]).isGreaterThan(100);
    assertThat(same[1]).isZero();
    assertThat(recording).contains("PlanCarriedOut").contains("Probed");
    int[] heldBack = replay(recording, false);
    assertThat(heldBack[0]).isEqualTo(same[0]);
    assertThat(heldBack[1]).isPositive();
  }

  @Test
  void aRecordingThatIsFullOrBrokeOffReplaysAsFarAsItGoes() throws Exception {
    String whole = record(AMPLE);
    int all = replay(whole, true)[0];
    String full = record(whole.length() / 2);
    assertThat(full.length()).isLessThanOrEqualTo(whole.length() / 2);
    assertThat(full).endsWith("{\"full\":true}\n");
    int[] half = replay(full, true);
    assertThat(half[0]).isBetween(all / 4, all - 1);
    assertThat(half[1]).isZero();
    int[] broken = replay(whole.substring(0, whole.length() * 3 / 4), true);
    assertThat(broken[0]).isBetween(all / 4, all - 1);
    assertThat(broken[1]).isZero();
  }
}
