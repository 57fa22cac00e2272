package io.isthmus.cli.calibrate;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.Machines;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The two machines that advice is for, if they are named. */
public final class ProfilesOption {

  @Option(
      names = "--device",
      paramLabel = "PROFILE",
      description =
          "Timing profile of the device; with --edge the best cut for every rate is told.")
  private @Nullable Path device;

  @Option(names = "--edge", paramLabel = "PROFILE", description = "Timing profile of the edge.")
  private @Nullable Path edge;

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description = "The device is that many times slower than its profile; 1 by default.")
  private double slowdown = 1;

  /** Both machines, or none where none is named; throws UsageException for one alone. */
  Optional<Machines> machines(Network network) throws IOException, UsageException {
    if (!(slowdown > 0 && Double.isFinite(slowdown))) {
      throw new UsageException("--slowdown must be positive, not " + slowdown);
    }
    if (device == null && edge == null) {
      return Optional.empty();
    }
    if (device == null || edge == null) {
      throw new UsageException("--device and --edge go together");
    }
    return Optional.of(Machines.of(network, profile(device).slowed(slowdown), profile(edge)));
  }

  private static TimingProfile profile(Path file) throws IOException, UsageException {
    try {
      return ProfileStore.read(file);
    } catch (FileSystemException e) {
      throw e; // missing, not allowed …
    } catch (IOException e) { // something else than a profile
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }
}
