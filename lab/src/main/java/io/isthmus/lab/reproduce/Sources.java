package io.isthmus.lab.reproduce;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Samples;
import io.isthmus.cli.trace.Trace;
import io.isthmus.model.InvalidPackageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reproduction starts from.
 *
 * @param paper the paper's networks
 * @param others networks to compare their shapes with
 * @param traces measured links
 * @param photo a photograph of common size
 * @param lean the trained networks with their calibrations, as far as the profiles have them
 */
record Sources(
    List<Measured> paper,
    List<Measured> others,
    List<Trace> traces,
    InputForm.Jpeg photo,
    List<LeanStudy> lean) {

  static Sources read(Path profiles, Path traces)
      throws IOException, InvalidPackageException, UsageException {
    InputForm.Jpeg photo = Samples.mean();
    return new Sources(
        Measured.read(profiles, Measured.PAPER),
        Measured.read(profiles, Measured.OTHERS),
        Trace.readAll(traces),
        photo,
        LeanStudy.read(profiles, photo));
  }

  List<Measured> all() {
    List<Measured> all = new ArrayList<>(paper);
    all.addAll(others);
    return all;
  }

  /** The paper's networks, priced in one way on machines of one speed. */
  List<Case> cases(Variant variant, Speed speed) throws UsageException {
    List<Case> cases = new ArrayList<>();
    for (Measured measured : paper) {
      cases.add(Case.of(measured, variant, speed, photo));
    }
    return cases;
  }

  /** The network of the paper's Fig. 3. */
  Measured b4() {
    return paper.get(Measured.PAPER.indexOf("efficientnet_b4"));
  }
}
