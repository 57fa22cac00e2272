package io.isthmus.engine.backends;

import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.torch.TorchBackend;

/** The engines that this build has: today libtorch alone. */
public final class InferenceBackends {

  private InferenceBackends() {}

  /**
   * Loads the engine.
   *
   * @param threads that compute one operator, at least 1
   * @throws IllegalStateException if this process has loaded it with another number of threads
   * @throws io.isthmus.library.NativeLibraryException if its library cannot be unpacked or loaded
   */
  public static InferenceBackend load(int threads) {
    return TorchBackend.load(threads);
  }
}
