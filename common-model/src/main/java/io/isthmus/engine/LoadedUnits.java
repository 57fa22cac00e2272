package io.isthmus.engine;

import io.isthmus.model.Form;
import java.util.List;

/**
 * The units of a network, loaded by an {@link InferenceBackend}. Several threads may run them at
 * once, each in a memory of its own.
 */
public interface LoadedUnits extends AutoCloseable {

  /** The form of the package that was loaded. */
  Form form();

  /** Opens native memory for tensors; the caller closes it. */
  TensorMemory openMemory();

  /**
   * Runs one unit. The caller has checked the inputs against the manifest, and checks the outputs.
   *
   * @param unit from 1
   * @param inputs the tensors at the cut before the unit, in the manifest's order, made by this
   *     engine; they stay usable
   * @return the tensors at the cut after it, in the manifest's order, in the memory of the first
   *     input; one that the unit passes on may share its values with an input
   * @throws IllegalStateException if the unit gives something else than as many tensors
   * @throws BackendException if the engine cannot run it
   */
  List<NativeTensor> run(int unit, List<NativeTensor> inputs);

  /**
   * Waits until tensors are computed. A GPU has only been asked for them when {@link #run} returns;
   * whoever looks at a clock waits first.
   *
   * @param computed what {@link #run} gave
   * @throws BackendException if they could not be computed
   */
  default void await(List<NativeTensor> computed) {
    // the processor has computed them
  }

  /** Whether the package brings a module that makes the network's input from pixels. */
  boolean preprocesses();

  /**
   * Runs the package's module for pre-processing.
   *
   * @param pixels U8 [3,H,W]
   * @return the input of one image, in the memory of the pixels
   * @throws IllegalStateException if there is no such module, or it gives something else than a
   *     tensor
   * @throws BackendException if the engine cannot run it
   */
  NativeTensor preprocess(NativeTensor pixels);

  /** Frees the units. No computation may be under way. */
  @Override
  void close();
}
