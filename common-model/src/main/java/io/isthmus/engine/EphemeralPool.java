package io.isthmus.engine;

import io.isthmus.model.InvalidPackageException;
import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * Computes on a thread that ends with the work: the team of OpenMP threads that the calling one
 * would get would stay, and where there are more of these than cores none of them waits for the
 * next piece of work awake.
 */
final class EphemeralPool {

  private EphemeralPool() {}

  /** Does the work and throws what it throws. */
  static <T> T run(InferenceBackend backend, Callable<T> work)
      throws IOException, InvalidPackageException {
    backend.prepareThread(); // a tool or a test may compute on this thread, too
    try (InferencePool once = new InferencePool(backend, 1, 1)) {
      return once.run(work).value();
    } catch (InferencePool.FullException e) {
      throw new IllegalStateException("nothing else is in this pool", e);
    } catch (IllegalStateException e) {
      throw rethrown(e);
    }
  }

  private static IllegalStateException rethrown(IllegalStateException e)
      throws IOException, InvalidPackageException {
    if (e.getCause() instanceof IOException unreadable) {
      throw unreadable;
    }
    if (e.getCause() instanceof InvalidPackageException invalid) {
      throw invalid;
    }
    return e;
  }
}
