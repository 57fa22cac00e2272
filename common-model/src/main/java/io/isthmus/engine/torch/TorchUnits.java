package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import io.isthmus.engine.BackendException;
import io.isthmus.engine.LoadedUnits;
import io.isthmus.engine.NativeTensor;
import io.isthmus.engine.TensorMemory;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TorchScript modules of a package.
 *
 * @param manager owns the modules, and is of the device that they compute on
 * @param form what was loaded
 * @param units in the order of the chain
 * @param preprocess null where the package has none
 */
record TorchUnits(
    PtNDManager manager, Form form, List<ScriptModule> units, @Nullable ScriptModule preprocess)
    implements LoadedUnits {

  /** Loads them; where that fails the manager is closed. */
  static TorchUnits load(PtNDManager manager, ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    try {
      ScriptModule preprocess = null;
      if (model.hasPreprocess()) {
        try (InputStream in = model.openPreprocess()) {
          preprocess = ScriptModule.load(manager, model, "preprocess", 1, in);
        }
      }
      List<ScriptModule> units = new ArrayList<>();
      for (int l = 1; l <= model.network().length(); l++) {
        try (InputStream in = model.openUnit(form, l)) {
          String name = model.network().cutName(l);
          int outputs = model.network().activation(l).size();
          units.add(ScriptModule.load(manager, model, name, outputs, in));
        }
      }
      return new TorchUnits(manager, form, units, preprocess);
    } catch (IOException | InvalidPackageException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public TensorMemory openMemory() {
    return new TorchMemory(manager.newSubManager(Device.cpu()));
  }

  @Override
  public List<NativeTensor> run(int unit, List<NativeTensor> inputs) {
    return List.copyOf(units.get(unit - 1).forward(inputs.stream().map(TorchTensor::of).toList()));
  }

  /** A GPU computes in order: a number that is copied from it comes after all before it. */
  @Override
  public void await(List<NativeTensor> computed) {
    for (NativeTensor tensor : computed) {
      PtNDArray array = TorchTensor.of(tensor).array();
      if (manager.getDevice().isGpu() && array.getDevice().isGpu()) {
        awaitOnGpu(array);
      }
    }
  }

  private static void awaitOnGpu(PtNDArray array) {
    long[] first = new long[array.getShape().dimension()];
    try (PtNDArray number = JniUtils.getItem(array, first, array.getManager());
        PtNDArray copy = number.toDevice(Device.cpu(), true)) {
      copy.getShape();
    } catch (EngineException e) {
      throw new BackendException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean preprocesses() {
    return preprocess != null;
  }

  @Override
  public NativeTensor preprocess(NativeTensor pixels) {
    if (preprocess == null) {
      throw new IllegalStateException("the package has no module for pre-processing");
    }
    return preprocess.forward(List.of(TorchTensor.of(pixels))).get(0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
