package io.isthmus.device.infer;

import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.model.InferenceExecutor;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Gives each request what computes for it here, with the profile as it is when it begins. */
@Component
class LocalExecutors {

  private final InferenceExecutor computation;
  private final LoadMeter load;
  private final Supplier<ProfileTimes> profile;

  LocalExecutors(InferenceExecutor computation, LoadMeter load, Supplier<ProfileTimes> profile) {
    this.computation = computation;
    this.load = load;
    this.profile = profile;
  }

  /** For a request that begins now. */
  LocalExecutor now() {
    return new LocalExecutor(computation, load, profile.get());
  }
}
