package io.isthmus.cli;

import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Which engine computes, for the commands that compute themselves. */
public final class EngineOption {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "auto (the default, the faster one here), pytorch or onnxruntime.")
  private EngineChoice choice = EngineChoice.AUTO;

  /**
   * Loads a package.
   *
   * @param threads that compute one operator
   * @return the chain, warm; the caller closes it
   */
  public UnitChain load(ModelPackage model, int threads)
      throws IOException, InvalidPackageException {
    return new EngineSelection(model, threads, null).load(choice);
  }
}
