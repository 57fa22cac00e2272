package io.isthmus.service.profile;

import io.isthmus.profile.BatchTimings;
import io.isthmus.profile.PendingSizes;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.profile.TimingProfile;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.model.ReadyWith;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;

/**
 * This machine's profile, as far as it has been measured. It may grow while requests are answered:
 * whoever needs several times that belong together asks once. Thread-safe.
 */
public final class MachineProfile implements Supplier<ProfileTimes> {

  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofMinutes(1);
  private static final Duration UNKNOWN = Duration.ofSeconds(5);

  private record Held(TimingProfile profile, ProfileTimes times) {}

  private final ReadyWith wanted;
  private final ProfileProgress progress;
  private volatile @Nullable Held held;

  MachineProfile(ReadyWith wanted, ProfileProgress progress) {
    this.wanted = wanted;
    this.progress = progress;
  }

  /** More was measured. */
  void grown(TimingProfile profile) {
    held = new Held(profile, new ProfileTimes(profile));
  }

  /** What is there so far. */
  public Optional<TimingProfile> measured() {
    return Optional.ofNullable(held).map(Held::profile);
  }

  /**
   * The times that decisions are made by.
   *
   * @throws ErrorResponseException 503 with {@code Retry-After}, if there are none yet
   */
  @Override
  public ProfileTimes get() {
    Held now = held;
    if (now == null) {
      throw notReady();
    }
    return now.times();
  }

  /** Whether there is enough of it for requests to be answered. */
  public boolean ready() {
    Held now = held;
    return now != null && (wanted == ReadyWith.FIRST || now.profile().complete());
  }

  /** Throws {@link #notReady()}, unless there is enough of it. */
  void requireReady() {
    if (!ready()) {
      throw notReady();
    }
  }

  ProfileProgress progress() {
    return progress;
  }

  /** Batch sizes that were measured and fit. */
  List<Integer> sizes() {
    return measured()
        .map(p -> p.fitting().stream().map(BatchTimings::batch).toList())
        .orElse(List.of());
  }

  /** How many batch sizes are known to be left; 0 before the first is done. */
  int pending() {
    return measured()
        .map(TimingProfile::pending)
        .map(PendingSizes::batches)
        .map(List::size)
        .orElse(0);
  }

  /** The 503 with {@code Retry-After} that says how far the measuring has come. */
  public ErrorResponseException notReady() {
    Optional<Duration> left = progress.left(wanted);
    return Problems.unavailable(
        "This machine's timing profile is being measured (%s); try again after the time in Retry-After."
            .formatted(said(left)),
        left.map(MachineProfile::bounded).orElse(UNKNOWN));
  }

  private String said(Optional<Duration> left) {
    String runs = "%d of about %d runs".formatted(progress.done(), progress.of());
    return left.map(l -> String.format(Locale.ROOT, "%s, about %d s left", runs, l.toSeconds() + 1))
        .orElse(runs);
  }

  private static Duration bounded(Duration left) {
    if (left.compareTo(SOONEST) < 0) {
      return SOONEST;
    }
    return left.compareTo(LATEST) > 0 ? LATEST : left;
  }
}
