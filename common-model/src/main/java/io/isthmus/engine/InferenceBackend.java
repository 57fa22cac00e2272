package io.isthmus.engine;

import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;

/**
 * An inference engine in this process, such as libtorch. It loads the units of a network; these
 * allocate tensors and run on them. Everything else, such as cuts, micro-batches and the memory of
 * a request, is the work of {@link UnitChain}, which is the same for every engine.
 *
 * <p>Every implementation passes {@code InferenceBackendContract}. Implementations are thread-safe.
 */
public interface InferenceBackend {

  /** Name and version of the engine, as a timing profile records it. */
  String version();

  /** Which of the engines it is. */
  Form.Engine engine();

  /** Threads that compute one operator; part of the bits of a result. */
  int threads();

  /** What it computes on. */
  ComputeDevice device();

  /** Prepares the calling thread for inference; called once by each thread that computes. */
  void prepareThread();

  /**
   * Loads the units of a network, and its module for pre-processing where it has one.
   *
   * @param form in which the units are written, one of this engine's
   * @return the units; the caller closes them
   * @throws InvalidPackageException if a module is none that this engine loads
   */
  LoadedUnits load(ModelPackage model, Form form) throws IOException, InvalidPackageException;
}
