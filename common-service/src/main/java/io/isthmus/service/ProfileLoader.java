package io.isthmus.service;

import io.isthmus.engine.ChainRunner;
import io.isthmus.engine.InferencePool;
import io.isthmus.model.Network;
import io.isthmus.profile.Machine;
import io.isthmus.profile.ProfileStore;
import io.isthmus.profile.Profiler;
import io.isthmus.profile.TimingProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the machine's stored profile, or measures one and stores it. A profile of another model,
 * machine or thread count is never used, and never overwritten.
 */
final class ProfileLoader {

  private static final Logger log = LoggerFactory.getLogger(ProfileLoader.class);

  private final ModelProperties properties;
  private final ChainRunner chain;
  private final Machine machine;

  ProfileLoader(ModelProperties properties, ChainRunner chain, Machine machine) {
    this.properties = properties;
    this.chain = chain;
    this.machine = machine;
  }

  TimingProfile loadOrMeasure(InferencePool pool) {
    Path file = file();
    if (!Files.exists(file)) {
      TimingProfile measured = measure(pool);
      store(measured, file);
      return measured;
    }
    TimingProfile stored = read(file);
    if (stored != null && belongsHere(stored, file)) {
      return stored;
    }
    return measure(pool);
  }

  private Path file() {
    Path named = properties.profile();
    if (named != null) {
      return named;
    }
    Network network = chain.network();
    String name =
        "%s-%s-%dt.json"
            .formatted(network.name(), network.fingerprint().substring(0, 12), machine.threads());
    return Path.of(System.getProperty("user.home"), ".isthmus", "profiles", name);
  }

  private static @Nullable TimingProfile read(Path file) {
    try {
      return ProfileStore.read(file);
    } catch (IOException e) {
      log.warn(
          "{}. A new one is measured for this run; delete the file to store it", e.getMessage());
      return null;
    }
  }

  private boolean belongsHere(TimingProfile stored, Path file) {
    if (!stored.fingerprint().equals(chain.network().fingerprint())) {
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

  private TimingProfile measure(InferencePool pool) {
    log.info("Measuring this machine's timing profile, batches {}", properties.batches());
    Profiler profiler = new Profiler(chain, machine, properties.profileTime());
    try {
      return pool.run(
              () ->
                  profiler.measure(
                      properties.batches(),
                      (batch, done, of) ->
                          log.debug("Measured batch {} ({} of {})", batch, done, of)))
          .value();
    } catch (InferencePool.FullException e) {
      throw new IllegalStateException("the pool is idle at start", e);
    }
  }

  private static void store(TimingProfile profile, Path file) {
    try {
      ProfileStore.write(profile, file);
      log.info("Stored the timing profile in {}", file);
    } catch (IOException e) { // a read-only file system: the next start measures again
      log.warn("The timing profile could not be stored in {}: {}", file, e.getMessage());
    }
  }
}
