package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {

  @Test
  void theBatchSizesThatAreAskedForAreMeasuredAndStored(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/profile.json");

    Outcome outcome =
        Outcome.of(
            "profile",
            Outcome.PACKAGE,
            "--out",
            file.toString(),
            "--batches",
            "1,2",
            "--threads",
            "1",
            "--json");

    assertThat(outcome.exitCode()).isZero();
    TimingProfile stored = ProfileStore.read(file);
    assertThat(stored.machine().threads()).isEqualTo(1);
    assertThat(stored.batches()).extracting(BatchTimings::batch).containsExactly(1, 2);
    ProfileCommand.Report report = Json.read(outcome.out(), ProfileCommand.Report.class);
    assertThat(report.profile()).isEqualTo(file.toString());
    assertThat(report.batches())
        .isEqualTo(stored.batches().stream().map(ProfileCommand.Total::of).toList());
  }
}
