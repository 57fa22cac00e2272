package io.isthmus.service;

import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageReader;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.service.connection.ConnectionProperties;
import io.isthmus.service.security.NetworkProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The loaded model and what computes it; imported by both services. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EnableConfigurationProperties({
  ModelProperties.class,
  InferenceProperties.class,
  LimitProperties.class,
  NetworkProperties.class,
  StartProperties.class,
  ArrivalProperties.class,
  ConnectionProperties.class
})
public class ModelConfiguration {

  @Bean
  InferenceBackend inferenceBackend(LoadingModel loading)
      throws IOException, InvalidPackageException {
    return loading.backend();
  }

  @Bean
  ModelPackage modelPackage(LoadingModel loading) throws IOException, InvalidPackageException {
    return loading.model();
  }

  @Bean
  Network network(ModelPackage model) {
    return model.network();
  }

  @Bean
  UnitChain unitChain(LoadingModel loading) throws IOException, InvalidPackageException {
    return loading.chain();
  }

  /** One for all requests: they share the memory for decoding. */
  @Bean
  ImageReader imageReader(LimitProperties limits, UnitChain chain) {
    return new ImageReader(limits.images(), chain.transform());
  }

  @Bean
  MeterBinder memoryGauge(UnitChain chain) {
    return meters ->
        Gauge.builder("isthmus.memory.open", chain, UnitChain::openMemories)
            .description("Native memories of requests and chunks that are not freed yet")
            .register(meters);
  }

  /** Closed before the chain that it computes with. One place is for measuring the profile. */
  @Bean
  InferencePool inferencePool(
      InferenceProperties inference, InferenceBackend backend, UnitChain chain) {
    return new InferencePool(
        backend, inference.workers(), inference.queue() + inference.workers() + 1);
  }

  @Bean
  LoadMeter loadMeter(InferenceProperties inference) {
    return new LoadMeter(inference.workers());
  }

  @Bean
  Arrivals arrivals(ArrivalProperties room, ServerThreads threads, LoadMeter load) {
    return new Arrivals(threads.places(room), room.memory(), load::report);
  }

  @Bean
  Admission admission(InferenceProperties inference, LoadMeter load, Arrivals arrivals) {
    int most = inference.workers() + inference.queue();
    return new Admission(inference.admission().upTo(most), load::report, arrivals);
  }
}
