package io.isthmus.device.edge;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.isthmus.device.control.LiveController;
import io.isthmus.network.Network;
import io.isthmus.service.SteadyRounds;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

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
        // no edge is answered with a password, and what it says in asking for one is not logged
        .setDefaultRequestConfig(RequestConfig.custom().setAuthenticationEnabled(false).build())
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
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .responseParserFactory(new FewInformationalAnswers())
                .build())
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
            .requestFactory(new CancellableExchange.RequestFactory(client))
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

  /** Ends exchanges whose time has passed, and does nothing else: an alarm must not wait. */
  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService edgeAlarms() {
    ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, daemons("edge-alarm-"));
    alarms.setRemoveOnCancelPolicy(true);
    return alarms;
  }

  @Bean
  EdgeCircuitBreaker edgeGuard(
      CircuitBreakerRegistry breakers,
      @Qualifier("edgeAlarms") ScheduledExecutorService edgeAlarms,
      LiveController controller) {
    EdgeCircuitBreaker guard = new EdgeCircuitBreaker(breakers.circuitBreaker("edge"), edgeAlarms);
    guard.tells(controller);
    return guard;
  }

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService edgeWatch() {
    return Executors.newScheduledThreadPool(2, daemons("edge-watch-"));
  }

  @Bean
  EdgeMonitor edgeMonitor(
      EdgeProperties properties,
      Network network,
      EdgeHttp http,
      EdgeCircuitBreaker guard,
      LiveController controller) {
    Introduction introduction = new Introduction(network, http, guard, properties.timeoutMax());
    ProfileGrowth growth = new ProfileGrowth(http, guard, properties.timeoutMax());
    EdgeUse use = new EdgeUse(properties.url());
    return new EdgeMonitor(network, introduction, growth, http, guard, controller, use);
  }

  @Bean
  LinkProber linkProber(EdgeHttp http, EdgeCircuitBreaker guard, LiveController controller) {
    return new LinkProber(http, guard, controller);
  }

  @Bean
  @SuppressWarnings("FutureReturnValueIgnored") // none of them ever throws
  ApplicationListener<ApplicationReadyEvent> watchTheEdge(
      EdgeProperties properties,
      EdgeMonitor monitor,
      LinkProber prober,
      @Qualifier("edgeWatch") ScheduledExecutorService edgeWatch) {
    Runnable looks = new SteadyRounds("Looking after the edge", monitor, log);
    Runnable probes = new SteadyRounds("Probing the link", prober, log);
    long intervalMs = properties.probeInterval().toMillis();
    return ready -> {
      if (properties.url() != null) {
        edgeWatch.scheduleWithFixedDelay(looks, 0, intervalMs, TimeUnit.MILLISECONDS);
        edgeWatch.scheduleWithFixedDelay(probes, 0, LOOK_MS, TimeUnit.MILLISECONDS);
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
