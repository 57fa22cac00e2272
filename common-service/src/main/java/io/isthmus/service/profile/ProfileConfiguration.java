package io.isthmus.service.profile;

import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.profiling.Profiler;
import io.isthmus.service.admission.InferenceProperties;
import io.isthmus.service.model.ModelProperties;
import io.isthmus.service.model.StoredFiles;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Puts the profile together, and shuts the routes that need it until there is enough of it. */
@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {

  /** What is answered with the profile, on the device and on the edge. */
  private static final String[] ROUTES = {
    "/infer", "/v2/models/*/infer", "/v2/models/*/versions/*/infer", "/tail/*", "/events"
  };

  @Bean
  MachineProfile machineProfile(ModelProperties properties) {
    return new MachineProfile(properties.profileReady(), new ProfileProgress());
  }

  /** Made after the pool and the chain that it measures with, so that it ends before them. */
  @Bean
  ProfileMeasuring profileMeasuring(
      ModelProperties properties,
      InferenceProperties inference,
      UnitChain chain,
      InferencePool pool,
      MachineProfile profile,
      Visitors visitors) {
    StoredFiles files = new StoredFiles(properties, chain.network(), inference);
    ProfileFile file =
        new ProfileFile(
            files.profile(chain.form().engine()),
            chain.network(),
            MachineProbe.probe(chain.backend()));
    return new ProfileMeasuring(
        new Profiler(chain, file.machine(), properties.profileTime()),
        file,
        properties.batches(),
        profile,
        new IdleTurns(pool, visitors, profile::ready));
  }

  @Bean
  ProfileHealth profileHealthIndicator(MachineProfile profile) {
    return new ProfileHealth(profile);
  }

  @Bean
  MeterBinder profileGauges(MachineProfile profile) {
    return meters -> {
      Gauge.builder("isthmus.profile.batches", profile, p -> p.sizes().size())
          .description("Batch sizes of the timing profile that are measured")
          .register(meters);
      Gauge.builder("isthmus.profile.pending", profile, MachineProfile::pending)
          .description("Batch sizes of the timing profile that are still to be measured")
          .register(meters);
    };
  }

  /** Before a body is read, and after those that ask who it is. */
  @Bean
  WebMvcConfigurer routesThatNeedTheProfile(MachineProfile profile) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(gate(profile)).addPathPatterns(ROUTES).order(1);
      }
    };
  }

  private static HandlerInterceptor gate(MachineProfile profile) {
    return new HandlerInterceptor() {
      @Override
      public boolean preHandle(
          HttpServletRequest request, HttpServletResponse response, Object handler) {
        profile.requireReady();
        return true;
      }
    };
  }
}
