package io.isthmus.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import io.isthmus.engine.ComputeDevice;
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

/**
 * The ONNX files of a package, each in a session of its own, so that what is fused does not depend
 * on where the network is cut.
 *
 * @param form what was loaded
 * @param units in the order of the chain
 */
record OnnxUnits(Form form, List<OnnxUnit> units) implements LoadedUnits {

  /** Loads them; where that fails, what was loaded is closed. */
  static OnnxUnits load(
      OrtEnvironment environment, ComputeDevice device, ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    if (model.hasPreprocess()) {
      throw model.unusable(
          "its pre-processing is TorchScript, which ONNX Runtime does not run: export it with"
              + " --resize");
    }
    OnnxUnits loaded = new OnnxUnits(form, new ArrayList<>());
    try {
      for (int l = 1; l <= model.network().length(); l++) {
        try (InputStream in = model.openUnit(form, l)) {
          loaded.units.add(OnnxUnit.load(environment, device, model, l, in));
        }
      }
      NativeBlock.trim(); // a loaded unit takes a quarter of what loading it has taken
      return loaded;
    } catch (IOException | InvalidPackageException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }

  @Override
  public TensorMemory openMemory() {
    return new OnnxMemory();
  }

  @Override
  public List<NativeTensor> run(int unit, List<NativeTensor> inputs) {
    return units.get(unit - 1).run(inputs.stream().map(BlockTensor::of).toList());
  }

  @Override
  public boolean preprocesses() {
    return false;
  }

  @Override
  public NativeTensor preprocess(NativeTensor pixels) {
    throw new IllegalStateException("the package has no module for pre-processing");
  }

  @Override
  public void close() {
    units.forEach(OnnxUnit::close);
    units.clear();
  }
}
