package io.isthmus.service.observability;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.RequestReplySenderContext;
import io.micrometer.tracing.Tracer;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The parts of a request as spans of its trace. While tracing is off there is no tracer, and all
 * that is made here is Micrometer's no-op. Spans are no meters: those come from what the request
 * measures of itself, which knows what a span does not, such as the wait for chunks of its own.
 */
@Component
public final class Spans {

  /** What the names of their observations begin with. */
  static final String PREFIX = "isthmus.span.";

  /** An open span, current on the thread that opened it; closed on the same one. */
  public interface Open extends AutoCloseable {
    @Override
    void close();
  }

  private final ObservationRegistry registry;

  @Autowired
  Spans(ObservationRegistry observations, ObjectProvider<Tracer> tracer) {
    this(tracer.getIfAvailable() == null ? ObservationRegistry.NOOP : observations);
  }

  private Spans(ObservationRegistry registry) {
    this.registry = registry;
  }

  /** Spans of which nothing is kept. */
  public static Spans none() {
    return new Spans(ObservationRegistry.NOOP);
  }

  /** A span that has not started, below the one that is current on the calling thread. */
  public Observation of(String name) {
    return Observation.createNotStarted(PREFIX + name, registry).contextualName(name);
  }

  /** Starts a span, and makes it the current one. */
  public Open open(String name) {
    Observation span = of(name).start();
    Observation.Scope scope = span.openScope();
    return () -> {
      scope.close();
      span.stop();
    };
  }

  /**
   * A span of a call to another process, not started yet.
   *
   * @param headers takes the headers that carry the trace there, when the span starts
   */
  public Observation ofCall(String name, Map<String, String> headers) {
    return Observation.createNotStarted(
            PREFIX + name,
            () -> {
              var context =
                  new RequestReplySenderContext<Map<String, String>, Object>(
                      (carrier, key, value) -> {
                        if (carrier != null) {
                          carrier.put(key, value);
                        }
                      });
              context.setCarrier(headers);
              return context;
            },
            registry)
        .contextualName(name);
  }
}
