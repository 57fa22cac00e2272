package io.isthmus.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.engine.BackendException;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.io.InputStream;

/**
 * A TorchScript module of a package.
 *
 * @param name as errors call it
 * @param block of the manager that it was loaded by, and freed with it
 */
record ScriptModule(String name, PtSymbolBlock block) {

  /**
   * Loads a module.
   *
   * @throws InvalidPackageException if libtorch does not load it
   */
  static ScriptModule load(PtNDManager manager, ModelPackage model, String name, InputStream in)
      throws IOException, InvalidPackageException {
    try {
      return new ScriptModule(name, JniUtils.loadModule(manager, in, false, false));
    } catch (EngineException e) {
      throw model.unusable(name + " is no TorchScript module that this libtorch loads");
    }
  }

  /**
   * Runs it. Through IValue rather than NDList: those are freed here even where the forward throws.
   *
   * @throws IllegalStateException if it gives something else than one tensor
   * @throws BackendException if libtorch cannot run it
   */
  TorchTensor forward(TorchTensor input) {
    try (IValue argument = IValue.from(input.array());
        IValue result = block.forward(argument)) {
      if (!result.isTensor()) {
        throw new IllegalStateException(
            "%s gives %s and not one tensor".formatted(name, result.getType()));
      }
      return new TorchTensor(result.toTensor(input.array().getManager()));
    } catch (EngineException e) {
      throw new BackendException(String.valueOf(e.getMessage()), e);
    }
  }
}
