package io.isthmus.device.edge;

import io.isthmus.decision.HedgePolicy;
import io.isthmus.service.settings.Allowed;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The edge and how it is treated.
 *
 * @param url its address; empty for a device that works alone
 * @param probeInterval how often to look after an edge that is away
 * @param staleAfter how old the estimate of the link may grow, while requests come, before it is
 *     probed
 * @param connectTimeout longest time to connect
 * @param timeoutFactor an exchange is given up when it takes this many times its predicted time …
 * @param timeoutFloor … and at least this long
 * @param timeoutMax longest time for any exchange
 * @param patienceFactor an exchange is overdue when it takes this many times its predicted time …
 * @param patienceSlack … and at least so much longer; the device then goes on by itself, and what
 *     is ready first is the answer
 * @param failuresToOpen failures in a row that open the circuit breaker
 */
@ConfigurationProperties("isthmus.edge")
public record EdgeProperties(
    @Nullable URI url,
    @DefaultValue("1s") Duration probeInterval,
    @DefaultValue("250ms") Duration staleAfter,
    @DefaultValue("1s") Duration connectTimeout,
    @DefaultValue("3") double timeoutFactor,
    @DefaultValue("1s") Duration timeoutFloor,
    @DefaultValue("30s") Duration timeoutMax,
    @DefaultValue("1.5") double patienceFactor,
    @DefaultValue("50ms") Duration patienceSlack,
    @DefaultValue("2") int failuresToOpen) {

  /** Throws IllegalArgumentException that names the property that is wrong. */
  public EdgeProperties {
    if (url != null && url.toString().isBlank()) {
      url = null;
    }
    if (url != null) {
      EdgeUrl.require(url);
    }
    Allowed.positive("isthmus.edge.probe-interval", probeInterval);
    Allowed.positive("isthmus.edge.connect-timeout", connectTimeout);
    Allowed.positive("isthmus.edge.timeout-max", timeoutMax);
    Allowed.notNegative("isthmus.edge.stale-after", staleAfter);
    Allowed.notNegative("isthmus.edge.timeout-floor", timeoutFloor);
    Allowed.notNegative("isthmus.edge.patience-slack", patienceSlack);
    Allowed.factor("isthmus.edge.timeout-factor", timeoutFactor);
    Allowed.factor("isthmus.edge.patience-factor", patienceFactor);
    Allowed.within("isthmus.edge.failures-to-open", failuresToOpen, 1, 1_000_000);
  }

  /** How long to wait before the device goes on by itself. */
  public HedgePolicy patience() {
    return new HedgePolicy(patienceFactor, patienceSlack.toNanos() / 1e6);
  }

  /** How long an exchange may take that is predicted to take {@code predictedMs}. */
  Duration limit(double predictedMs) {
    double ms = Math.max((double) timeoutFloor.toMillis(), timeoutFactor * predictedMs);
    return ms < timeoutMax.toMillis() ? Duration.ofMillis((long) ms) : timeoutMax;
  }
}
