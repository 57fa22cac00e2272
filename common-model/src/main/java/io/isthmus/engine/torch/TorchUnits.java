package io.isthmus.engine.torch;

import ai.djl.pytorch.engine.PtNDManager;
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
 * @param manager owns the modules
 * @param form what was loaded
 * @param units in the order of the chain
 * @param preprocess null where the package has none
 */
record TorchUnits(
    PtNDManager manager, Form form, List<ScriptModule> units, @Nullable ScriptModule preprocess)
    implements LoadedUnits {

  /** Loads them; where that fails the manager is closed. */
  static TorchUnits load(PtNDManager manager, ModelPackage model)
      throws IOException, InvalidPackageException {
    try {
      ScriptModule preprocess = null;
      if (model.transform() == null) {
        try (InputStream in = model.openPreprocess()) {
          preprocess = ScriptModule.load(manager, model, "preprocess", in);
        }
      }
      Form form = model.form(Form.Engine.PYTORCH, Form.Processor.ofThisMachine());
      List<ScriptModule> units = new ArrayList<>();
      for (int l = 1; l <= model.network().length(); l++) {
        try (InputStream in = model.openUnit(form, l)) {
          units.add(ScriptModule.load(manager, model, model.network().cutName(l), in));
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
    return new TorchMemory((PtNDManager) manager.newSubManager());
  }

  @Override
  public List<NativeTensor> run(int unit, List<NativeTensor> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("a unit takes one tensor, not " + inputs.size());
    }
    return List.of(units.get(unit - 1).forward(TorchTensor.of(inputs.get(0))));
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
    return preprocess.forward(TorchTensor.of(pixels));
  }

  @Override
  public void close() {
    manager.close();
  }
}
