package io.isthmus.service;

import io.isthmus.engine.ChainRunner;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.Torch;
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
  Torch torch(LoadingModel loading) throws IOException, InvalidPackageException {
    return loading.torch();
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
  ChainRunner chainRunner(LoadingModel loading) throws IOException, InvalidPackageException {
    return loading.chain();
  }

  /** One for all requests: they share the memory for decoding. */
  @Bean
  ImageReader imageReader(LimitProperties limits, ChainRunner chain) {
    return new ImageReader(limits.images(), chain.transform());
  }

  @Bean
  MeterBinder memoryGauge(ChainRunner chain) {
    return meters ->
        Gauge.builder("isthmus.memory.open", chain, ChainRunner::openMemories)
            .description("Native memories of requests and chunks that are not freed yet")
            .register(meters);
  }

  /** Closed before the chain that it computes with. One place is for measuring the profile. */
  @Bean
  InferencePool inferencePool(InferenceProperties inference, ChainRunner chain) {
    return new InferencePool(inference.workers(), inference.queue() + inference.workers() + 1);
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
