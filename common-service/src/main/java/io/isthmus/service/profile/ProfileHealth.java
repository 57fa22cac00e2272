package io.isthmus.service.profile;

import io.isthmus.profile.TimingProfile;
import io.isthmus.service.model.ReadyWith;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Shows whether there is enough of the profile for requests, and how far the measuring is. */
final class ProfileHealth implements HealthIndicator {

  private final MachineProfile profile;

  ProfileHealth(MachineProfile profile) {
    this.profile = profile;
  }

  @Override
  public Health health() {
    boolean complete = profile.measured().map(TimingProfile::complete).orElse(false);
    Health.Builder health = profile.ready() ? Health.up() : Health.outOfService();
    health.withDetail("complete", complete).withDetail("batches", profile.sizes());
    if (!complete) {
      ProfileProgress progress = profile.progress();
      health.withDetail("pending", profile.pending());
      health.withDetail("progress", progress.done() + " of about " + progress.of() + " runs");
      progress
          .left(ReadyWith.COMPLETE)
          .ifPresent(left -> health.withDetail("secondsLeft", left.toSeconds() + 1));
    }
    return health.build();
  }
}
