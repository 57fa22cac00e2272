package io.isthmus.service.model;

import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.engine.backends.LoadWatch;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.service.admission.InferenceProperties;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that is being loaded on a thread of its own: verifying the package, loading the engine
 * and the first run of the chain take as long as half of Spring's own start, and need nothing of
 * it.
 */
final class LoadingModel {

  /** As whatever else refuses a start. */
  private static final Logger log = LoggerFactory.getLogger("io.isthmus.start");

  private static final int FAILED = 1;

  private final FutureTask<ModelPackage> model;
  private final FutureTask<UnitChain> chain;
  private final LoadWatch watch;

  private LoadingModel(
      ModelProperties properties,
      InferenceProperties inference,
      EngineChoice engine,
      Consumer<String> end) {
    watch = LoadWatch.begin(properties.location(), properties.loadLimits(), end);
    model = new FutureTask<>(() -> ModelPackage.openToRun(properties.location()));
    chain =
        new FutureTask<>(
            () -> {
              StoredFiles files = new StoredFiles(properties, model().network(), inference);
              return new EngineSelection(
                      model(), inference.actualThreads(), inference.device(), files.engines())
                  .load(engine, watch);
            });
  }

  /**
   * Begins to load, and returns at once; what fails is thrown to whoever asks for it. A package
   * that takes more than it may ends the process: a thread that computes cannot be stopped, and
   * would be in the way of an orderly end.
   */
  static LoadingModel begin(
      ModelProperties properties, InferenceProperties inference, EngineProperties engine) {
    return begin(properties, inference, engine, LoadingModel::end);
  }

  private static void end(String sentence) {
    log.error("The service does not start: {}.", sentence);
    Runtime.getRuntime().halt(FAILED);
  }

  /** The same with another way to end. */
  static LoadingModel begin(
      ModelProperties properties,
      InferenceProperties inference,
      EngineProperties engine,
      Consumer<String> end) {
    LoadingModel loading = new LoadingModel(properties, inference, engine.engine(), end);
    Thread thread = new Thread(loading::load, "load-model");
    thread.setDaemon(true); // a start that fails elsewhere does not wait for it
    thread.start();
    return loading;
  }

  /** In the order in which Spring asks for them. */
  private void load() {
    try (LoadWatch open = watch) {
      List.of(model, chain).forEach(FutureTask::run);
    }
  }

  /** The verified package, once it is open; the caller closes it. */
  ModelPackage model() throws IOException, InvalidPackageException {
    return await(model::get);
  }

  /** The chain, once it is warm, with the engine that was chosen; the caller closes it. */
  UnitChain chain() throws IOException, InvalidPackageException {
    return await(chain::get);
  }

  /** Throws what the loading itself threw, so that a failure reads as if it had happened here. */
  private static <T> T await(Callable<T> result) throws IOException, InvalidPackageException {
    try {
      return result.call();
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the model was being loaded", e);
    } catch (Exception e) {
      throw new IllegalStateException("a future throws nothing else", e);
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause)
      throws IOException, InvalidPackageException {
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof InvalidPackageException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }
}
