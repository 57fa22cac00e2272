package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A real process that is killed while it measures its profile, and the next one. */
class KilledProfileIT {

  private static final Checkout CHECKOUT = Checkout.find();

  private static final List<String> SIZES =
      List.of("--isthmus.model.profile-batches=1,8", "--isthmus.model.profile-time=20ms");

  private final Path folder = CHECKOUT.workFolder("killed-profile");

  private Path stored() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("profile-.*json"))
          .findAny()
          .orElseThrow();
    }
  }

  @Test
  void theNextStartGoesOnWithWhatWasStored() throws Exception {
    try (Stream<Path> before = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      for (Path file : before.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    try (Services services =
        new Services(CHECKOUT, CHECKOUT.defaultPackage(), folder, Placement.SHARED, SIZES)) {
      ServiceProcess first =
          services.startEdge(
              1, Services.freePort(), List.of("--isthmus.model.profile-ready=first"));
      ProcessHandle process = ProcessHandle.of(first.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().join();
      TimingProfile left = ProfileStore.read(stored());
      assertThat(left.batches()).extracting(BatchTimings::batch).containsExactly(1);
      assertThat(left.pending()).isEqualTo(new PendingSizes(List.of(8), 1));

      ServiceProcess second = services.startEdge(1);
      TimingProfile all = ProfileStore.read(stored());
      assertThat(all.complete()).isTrue();
      assertThat(all.batches()).extracting(BatchTimings::batch).containsExactly(1, 8);
      assertThat(all.batches().get(0)).isEqualTo(left.batches().get(0));
      assertThat(second.log()).contains("timing profile, batches [8]");
    }
  }
}
