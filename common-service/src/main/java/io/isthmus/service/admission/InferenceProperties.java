package io.isthmus.service.admission;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.service.settings.Allowed;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How computing is done.
 *
 * @param threads of the engine for one operator; 0 means one for each processor. It is part of a
 *     result's bits
 * @param device that computes: {@code cpu}, or a GPU such as {@code cuda:0}
 * @param workers how many requests compute at the same time
 * @param queue how many requests may wait for a worker at most before more are refused
 * @param admission whether fewer may wait where waiting makes requests late
 */
@ConfigurationProperties("isthmus.inference")
public record InferenceProperties(
    @DefaultValue("0") int threads,
    @DefaultValue("cpu") ComputeDevice device,
    @DefaultValue("1") int workers,
    @DefaultValue("16") int queue,
    @DefaultValue("adaptive") AdmissionLimit admission) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public InferenceProperties {
    Allowed.within("isthmus.inference.threads", threads, 0, 1024);
    Allowed.within("isthmus.inference.workers", workers, 1, 1024);
    Allowed.within("isthmus.inference.queue", queue, 1, 100_000);
  }

  /** The number of threads, with 0 resolved. */
  public int actualThreads() {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }
}
