package io.isthmus.service.model;

import io.isthmus.service.admission.InferenceProperties;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;

/** Begins to load the model as soon as the configuration is known, before Spring makes any bean. */
class LoadModelEarly implements ApplicationListener<ApplicationPreparedEvent> {

  @Override
  public void onApplicationEvent(ApplicationPreparedEvent prepared) {
    var context = prepared.getApplicationContext();
    Binder binder = Binder.get(context.getEnvironment());
    LoadingModel loading =
        LoadingModel.begin(
            binder.bindOrCreate("isthmus.model", ModelProperties.class),
            binder.bindOrCreate("isthmus.inference", InferenceProperties.class),
            binder.bindOrCreate("isthmus", EngineProperties.class));
    context.getBeanFactory().registerSingleton("loadingModel", loading);
  }
}
