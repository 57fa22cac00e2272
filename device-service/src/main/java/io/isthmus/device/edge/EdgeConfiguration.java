package io.isthmus.device.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.isthmus.model.Network;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Puts the link to the edge together. */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

  private static final Logger log = LoggerFactory.getLogger(EdgeConfiguration.class);

  /** The certificates of profile {@code tls}. */
  private static final String BUNDLE = "isthmus";

  private static final int MAX_CONNECTIONS = 64;

  /** How often to look whether the link ought to be probed. */
  private static final long LOOK_MS = 50;

  /** The address where there is no edge: it is never called. */
  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  @Bean
  CloseableHttpClient edgeHttpClient(PoolingHttpClientConnectionManager edgeConnections) {
    return HttpClients.custom()
        .setConnectionManager(edgeConnections)
        .disableAutomaticRetries() // Retries decides what is sent again, within its budget
        .disableContentCompression()
        .disableCookieManagement()
        .disableRedirectHandling()
        .disableAuthCaching()
        .evictIdleConnections(TimeValue.ofSeconds(30))
        .build();
  }

  /** Without profile {@code tls} there is no bundle, and https is that of the JDK. */
  @Bean
  PoolingHttpClientConnectionManager edgeConnections(
      EdgeProperties properties, SslBundles bundles) {
    var builder = pool(properties);
    if (!bundles.getBundleNames().contains(BUNDLE)) {
      return builder.build();
    }
    EdgeTls tls = new EdgeTls(bundles.getBundle(BUNDLE));
    var connections = builder.setTlsSocketStrategy(tls).build();
    bundles.addBundleUpdateHandler(
        BUNDLE,
        bundle -> {
          tls.renew(bundle);
          connections.closeIdle(TimeValue.ZERO_MILLISECONDS); // what is at work goes on
          log.info("New certificates are in use towards the edge");
        });
    return connections;
  }

  private static PoolingHttpClientConnectionManagerBuilder pool(EdgeProperties properties) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setMaxConnPerRoute(MAX_CONNECTIONS)
        .setMaxConnTotal(MAX_CONNECTIONS)
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(properties.connectTimeout()))
                .setSocketTimeout(Timeout.of(properties.timeoutMax()))
                .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build());
  }

  @Bean
  EdgeHttp edgeHttp(
      CloseableHttpClient client,
      PoolingHttpClientConnectionManager edgeConnections,
      EdgeProperties properties,
      Network network) {
    URI url = properties.url();
    RestClient rest =
        RestClient.builder()
            .requestFactory(new Abortable.RequestFactory(client))
            .baseUrl(url == null ? NOWHERE : url)
            .build();
    return new EdgeHttp(
        rest, network, () -> edgeConnections.closeIdle(TimeValue.ZERO_MILLISECONDS));
  }

  @Bean
  CircuitBreakerRegistry circuitBreakers(EdgeProperties properties, MeterRegistry meters) {
    CircuitBreakerConfig config =
        CircuitBreakerConfig.custom()
            .slidingWindow(
                properties.failuresToOpen(),
                properties.failuresToOpen(),
                SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(100)
            .waitDurationInOpenState(properties.probeInterval().dividedBy(2))
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();
    CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(config);
    TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
    return registry;
  }

  /** The threads that exchanges block on; as many as there are requests, and gone when idle. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService edgeThreads() {
    return Executors.newCachedThreadPool(daemons("edge-"));
  }

  @Bean
  EdgeGuard edgeGuard(CircuitBreakerRegistry breakers, ExecutorService edgeThreads) {
    CircuitBreaker breaker = breakers.circuitBreaker("edge");
    return new EdgeGuard(breaker, edgeThreads);
  }

  @Bean
  EdgeKnowledge edgeKnowledge() {
    return new EdgeKnowledge();
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService edgeWatch() {
    return Executors.newScheduledThreadPool(2, daemons("edge-watch-"));
  }

  @Bean
  @SuppressWarnings("FutureReturnValueIgnored") // neither of them ever throws
  ApplicationListener<ApplicationReadyEvent> watchTheEdge(
      EdgeProperties properties,
      Network network,
      EdgeHttp http,
      EdgeGuard guard,
      EdgeKnowledge knowledge,
      ScheduledExecutorService edgeWatch) {
    return ready -> {
      if (properties.url() != null) {
        EdgeMonitor monitor =
            new EdgeMonitor(properties, network, http, guard, knowledge, new JsonMapper());
        Duration interval = properties.probeInterval();
        edgeWatch.scheduleWithFixedDelay(monitor, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        LinkProber prober = new LinkProber(properties.staleAfter(), http, guard, knowledge);
        edgeWatch.scheduleWithFixedDelay(prober, 0, LOOK_MS, TimeUnit.MILLISECONDS);
      }
    };
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
