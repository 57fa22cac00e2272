package io.isthmus.service.model;

import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageReader;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.service.admission.InferenceProperties;
import io.isthmus.service.settings.LimitProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The loaded model and what computes it. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

  @Bean
  InferenceBackend inferenceBackend(UnitChain chain) {
    return chain.backend();
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

  /** Closed before the chain that it computes with. One place is for what runs at idle times. */
  @Bean
  InferencePool inferencePool(
      InferenceProperties inference, InferenceBackend backend, UnitChain chain) {
    return new InferencePool(
        backend, inference.workers(), inference.queue() + inference.workers() + 1);
  }

  @Bean
  MeterBinder memoryGauge(UnitChain chain) {
    return meters ->
        Gauge.builder("isthmus.memory.open", chain, UnitChain::openMemories)
            .description("Native memories of requests and chunks that are not freed yet")
            .register(meters);
  }

  @Bean
  MeterBinder inferenceMeters(
      InferencePool pool, InferenceProperties inference, Network network, UnitChain chain) {
    return meters -> {
      Gauge.builder("isthmus.inference.active", pool, InferencePool::computing)
          .description("Tasks that compute")
          .register(meters);
      Gauge.builder("isthmus.inference.waiting", pool, p -> Math.max(0, p.inside() - p.computing()))
          .description("Tasks that wait for an inference thread")
          .register(meters);
      Gauge.builder("isthmus.inference.workers", inference, InferenceProperties::workers)
          .description("Inference threads")
          .register(meters);
      Gauge.builder("isthmus.model.info", () -> 1)
          .description("1; the tags name the model package that is served")
          .tag("model", network.name())
          .tag("fingerprint", network.fingerprint().substring(0, 12))
          .tag("form", chain.form().name())
          .register(meters);
    };
  }
}
