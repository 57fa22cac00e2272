package io.isthmus.cli.calibrate;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.Machines;
import io.isthmus.network.Network;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The two machines that advice is for: named ones, or this one as the edge of a slower device. */
public final class ProfilesOption {

  /** The paper's: 1800 MHz against 300 MHz. */
  private static final double SLOWDOWN = 6;

  @Option(
      names = "--device",
      paramLabel = "PROFILE",
      description = {
        "Timing profile of the device; with --edge the best cut for every rate is told for these"
            + " machines. Without both this machine is measured and taken for the edge."
      })
  private @Nullable Path device;

  @Option(names = "--edge", paramLabel = "PROFILE", description = "Timing profile of the edge.")
  private @Nullable Path edge;

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description = {
        "The device is that many times slower than its profile, 1 by default; without profiles than"
            + " this machine, 6 by default."
      })
  private @Nullable Double slowdown;

  /**
   * What advice is for.
   *
   * @param machines device and edge
   * @param title who they are
   */
  record Pair(Machines machines, String title) {}

  /** Throws UsageException for one profile alone, and for a factor that is not positive. */
  void check() throws UsageException {
    if (slowdown != null && !(slowdown > 0 && Double.isFinite(slowdown))) {
      throw new UsageException("--slowdown must be positive, not " + slowdown);
    }
    if ((device == null) != (edge == null)) {
      throw new UsageException("--device and --edge go together");
    }
  }

  /** The machines that are named; empty where none is. */
  Optional<Pair> named(Network network) throws IOException, UsageException {
    check();
    if (device == null || edge == null) {
      return Optional.empty();
    }
    TimingProfile slow = profile(device).slowed(slowdown == null ? 1 : slowdown);
    return Optional.of(
        new Pair(Machines.of(network, slow, profile(edge)), "the device and the edge named"));
  }

  /** This machine as the edge of a device that is slower. */
  Pair measured(Network network, TimingProfile here) throws UsageException {
    double factor = slowdown == null ? SLOWDOWN : slowdown;
    return new Pair(
        Machines.of(network, here.slowed(factor), here),
        "this machine as the edge, and a device %s times slower"
            .formatted(BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString()));
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
