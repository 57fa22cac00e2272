package io.isthmus.service.profile;

import io.isthmus.network.Network;
import io.isthmus.profile.Machine;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that the machine's profile is stored in. A profile of another model, machine or thread
 * count is never used, and never overwritten.
 */
final class ProfileFile {

  private static final Logger log = LoggerFactory.getLogger(ProfileFile.class);

  private final Path file;
  private final Network network;
  private final Machine machine;
  private boolean ours = true;
  private boolean failed;

  ProfileFile(Path file, Network network, Machine machine) {
    this.network = network;
    this.machine = machine;
    this.file = file;
  }

  Machine machine() {
    return machine;
  }

  /** The stored profile, complete or not; empty if there is none that belongs here. */
  Optional<TimingProfile> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<TimingProfile> stored = parse().filter(this::belongsHere);
    ours = stored.isPresent();
    return stored;
  }

  private Optional<TimingProfile> parse() {
    try {
      return Optional.of(ProfileStore.read(file));
    } catch (IOException e) {
      log.warn(
          "{}. A new one is measured for this run; delete the file to store it", e.getMessage());
      return Optional.empty();
    }
  }

  private boolean belongsHere(TimingProfile stored) {
    if (!stored.fingerprint().equals(network.fingerprint())) {
      log.warn(
          "The profile {} is of another model ({}): a new one is measured", file, stored.model());
      return false;
    }
    if (!stored.machine().equals(machine)) {
      log.warn(
          "The profile {} was measured on {}, but this is {}: a new one is measured",
          file,
          stored.machine(),
          machine);
      return false;
    }
    return true;
  }

  /** Stores a profile, unless the file is somebody else's; a failure is logged once. */
  void store(TimingProfile profile) {
    if (!ours) {
      return;
    }
    try {
      ProfileStore.write(profile, file);
      if (profile.complete()) {
        log.info("Stored the timing profile in {}", file);
      }
    } catch (IOException e) { // a read-only file system: the next start measures again
      if (!failed) {
        log.warn("The timing profile could not be stored in {}: {}", file, e.getMessage());
      }
      failed = true;
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
