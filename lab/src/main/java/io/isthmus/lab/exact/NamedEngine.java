package io.isthmus.lab.exact;

import io.isthmus.cli.UsageException;
import io.isthmus.engine.backends.EngineChoice;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The option that says which engine computes, in all services and in the comparison. It is never
 * left to each of them: answers of two engines have other bits.
 */
public final class NamedEngine {

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = {
        "pytorch or onnxruntime, for services and comparison; by default the first of them that the"
            + " package has a form for."
      })
  private @Nullable EngineChoice choice;

  /**
   * The engine for a package.
   *
   * @throws UsageException if the package has no form for the named one, or for none of this
   *     program's
   */
  public Form.Engine of(ModelPackage model) throws UsageException {
    List<Form.Engine> able;
    try {
      able = new EngineSelection(model, 1, null).candidates();
    } catch (InvalidPackageException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    Form.Engine named = choice == null ? able.get(0) : choice.named();
    if (named == null || !able.contains(named)) {
      throw new UsageException(
          "--engine must be one that runs this package: "
              + String.join(", ", able.stream().map(NamedEngine::word).toList()));
    }
    return named;
  }

  /** The property that gives an engine to a service. */
  public static String property(Form.Engine engine) {
    return "--isthmus.engine=" + word(engine);
  }

  private static String word(Form.Engine engine) {
    return List.of(EngineChoice.values()).stream()
        .filter(choice -> choice.named() == engine)
        .findFirst()
        .orElseThrow()
        .toString();
  }
}
