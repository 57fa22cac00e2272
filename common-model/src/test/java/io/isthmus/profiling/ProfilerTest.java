package io.isthmus.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.network.Network;
import io.isthmus.network.Unit;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.Machine;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.Timing;
import io.isthmus.profile.TimingProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilerTest {

  @Test
  void measuresEveryUnitForEveryBatchSize() {
    Network network = TestModel.chain().network();
    Machine machine = MachineProbe.probe(InferenceBackends.load(1));
    List<List<Integer>> progress = new ArrayList<>();
    TimingProfile profile =
        new Profiler(TestModel.chain(), machine, Duration.ofMillis(1))
            .measure(List.of(1, 2), (batch, done, of) -> progress.add(List.of(batch, done, of)));

    assertThat(profile.fingerprint()).isEqualTo(network.fingerprint());
    assertThat(profile.units()).isEqualTo(network.units().stream().map(Unit::name).toList());
    assertThat(profile.machine()).isEqualTo(machine);
    assertThat(machine.processor()).isNotBlank();
    assertThat(machine.threads()).isEqualTo(1);
    assertThat(machine.engine()).startsWith("PyTorch 2.");
    assertThat(profile.batches()).extracting(BatchTimings::batch).containsExactly(1, 2);
    for (BatchTimings timings : profile.batches()) {
      assertThat(timings.fits()).isTrue();
      assertThat(timings.units()).hasSize(network.length()).allMatch(t -> t.median() > 0);
      assertThat(timings.decode()).isNotNull().matches(t -> t.median() > 0);
      assertThat(timings.preprocess()).isEqualTo(new Timing(0, 0));
      assertThat(timings.encode()).isNotNull();
    }
    // one is tried and repeated three times, then the other
    assertThat(progress)
        .startsWith(List.of(1, 1, 8), List.of(1, 2, 8), List.of(1, 3, 8), List.of(1, 4, 8))
        .last()
        .isEqualTo(List.of(2, 8, 8));
    assertThat(new ProfileTimes(profile).units(0, network.length(), 2)).isPositive();
    whatEveryEncodingCostsIsThere(profile);
  }

  private static void whatEveryEncodingCostsIsThere(TimingProfile profile) {
    assertThat(profile.codecs())
        .extracting(CodecTiming::kind)
        .containsExactly("lossless", "f16", "q", "jpeg");
    assertThat(profile.codecs()).allMatch(codec -> codec.encodeNs() > 0 && codec.decodeNs() > 0);
    assertThat(Profiler.hasCodecs(profile)).isTrue();
    for (int of = 0; of < profile.codecs().size(); of++) {
      TimingProfile older = profile.withCodecs(profile.codecs().subList(0, of), Instant.EPOCH);
      assertThat(Profiler.hasCodecs(older)).as("%d kinds", of).isFalse();
    }
  }
}
