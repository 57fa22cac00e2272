package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.engine.BackendException;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TorchScript module of a package.
 *
 * @param name as errors call it
 * @param outputs how many tensors it gives: one by itself, several as a tuple
 * @param device that its weights are on
 * @param block of the manager that it was loaded by, and freed with it
 */
record ScriptModule(String name, int outputs, Device device, PtSymbolBlock block) {

  /**
   * Loads a module to the device of the manager. What a frozen module has become of its weights is
   * part of its code: that is brought to a GPU while it is read, and at no other time.
   *
   * @throws InvalidPackageException if libtorch does not load it
   */
  static ScriptModule load(
      PtNDManager manager, ModelPackage model, String name, int outputs, InputStream in)
      throws IOException, InvalidPackageException {
    Device device = manager.getDevice();
    try {
      PtSymbolBlock block = JniUtils.loadModule(manager, in, device.isGpu(), false);
      return new ScriptModule(name, outputs, device, block);
    } catch (EngineException e) {
      throw model.unusable(name + " is no TorchScript module that this libtorch loads");
    }
  }

  /**
   * Runs it. Through IValue rather than NDList: those are freed here even where the forward throws.
   *
   * @param inputs in main memory, or where the module has put them
   * @return what it gives, in the memory of the first input
   * @throws IllegalStateException if it gives something else than so many tensors
   * @throws BackendException if libtorch cannot run it
   */
  List<TorchTensor> forward(List<TorchTensor> inputs) {
    PtNDManager memory = inputs.get(0).array().getManager();
    IValue[] arguments = new IValue[inputs.size()];
    List<PtNDArray> brought = new ArrayList<>();
    try {
      Arrays.setAll(arguments, i -> IValue.from(here(inputs.get(i).array(), brought)));
      try (IValue result = block.forward(arguments)) {
        return outputs == 1 ? List.of(one(result, memory)) : several(result, memory);
      }
    } catch (EngineException e) {
      throw new BackendException(String.valueOf(e.getMessage()), e);
    } finally {
      close(arguments);
      brought.forEach(PtNDArray::close);
    }
  }

  /** On the device of the weights; what had to be copied to it is added to {@code brought}. */
  private PtNDArray here(PtNDArray input, List<PtNDArray> brought) {
    if (!device.isGpu() || input.getDevice().isGpu()) {
      return input;
    }
    PtNDArray copy = input.toDevice(device, true);
    brought.add(copy);
    return copy;
  }

  private TorchTensor one(IValue result, PtNDManager memory) {
    if (!result.isTensor()) {
      throw new IllegalStateException(
          "%s gives %s and not one tensor".formatted(name, result.getType()));
    }
    return new TorchTensor(result.toTensor(memory));
  }

  private List<TorchTensor> several(IValue result, PtNDManager memory) {
    IValue[] parts = result.isTuple() ? result.toIValueTuple() : new IValue[0];
    try {
      if (parts.length != outputs || !Arrays.stream(parts).allMatch(IValue::isTensor)) {
        throw new IllegalStateException(
            "%s gives %s and not a tuple of %d tensors".formatted(name, result.getType(), outputs));
      }
      List<TorchTensor> tensors = new ArrayList<>(outputs);
      for (IValue part : parts) {
        tensors.add(new TorchTensor(part.toTensor(memory)));
      }
      return tensors;
    } finally {
      close(parts);
    }
  }

  /** What an exception left out is null. */
  private static void close(IValue[] values) {
    for (IValue value : values) {
      if (value != null) {
        value.close();
      }
    }
  }
}
