package io.isthmus.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.isthmus.audio.AudioInput;
import io.isthmus.engine.FormComparison;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.EngineSelection;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.engine.backends.LoadWatch;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code inspect}: what a package holds and where its network narrows. */
@Command(
    name = "inspect",
    description = "Units, shapes, ratios, natural and compressive bottlenecks of a package.",
    footer = "  ./isthmus inspect models/efficientnet_b0.zip")
final class InspectCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PACKAGE", description = "A model package: a folder or a .zip of one.")
  private Path file = Path.of("");

  @Mixin private LimitsOption limits = new LimitsOption();

  @Mixin private Output output = new Output();

  /** The JSON form. */
  record Report(
      String name,
      @JsonProperty("L") int length,
      List<Integer> natural,
      List<Integer> compressive,
      List<FormReport> forms,
      List<UnitReport> units) {

    static Report of(Network network, List<FormReport> forms) {
      Bottlenecks bottlenecks = Bottlenecks.of(network);
      return new Report(
          network.name(),
          network.length(),
          bottlenecks.natural(),
          bottlenecks.compressive(),
          forms,
          network.units().stream()
              .map(
                  unit ->
                      new UnitReport(
                          unit.index(),
                          unit.name(),
                          unit.output().size() == 1 ? unit.output().only().shape() : null,
                          unit.output().tensors().stream().map(TensorReport::of).toList(),
                          unit.output().elements(),
                          network.ratio(unit.index()),
                          unit.parameters()))
              .toList());
    }
  }

  /**
   * One form of the JSON form.
   *
   * @param device the only device that runs it; null where every one does
   * @param difference between a unit in it and in the first form, the largest, in the largest value
   *     of a tensor; null where this machine cannot run it
   */
  record FormReport(
      String name, String engine, @Nullable String device, @Nullable Double difference) {

    static FormReport tried(Form form, double difference) {
      return new FormReport(form.name(), form.engine().word(), device(form), difference);
    }

    static FormReport untried(Form form) {
      return new FormReport(form.name(), form.engine().word(), device(form), null);
    }

    private static @Nullable String device(Form form) {
      Form.Device device = form.device();
      return device == null ? null : device.word();
    }

    @Override
    public String toString() {
      String on = device == null ? "" : ", " + device;
      return difference == null
          ? "%s (%s%s), not tried: it does not run here".formatted(name, engine, on)
          : String.format(Locale.ROOT, "%s (%s%s)%s", name, engine, on, different());
    }

    private String different() {
      return difference == null || difference == 0
          ? ""
          : String.format(Locale.ROOT, ", differs by %.1e", difference);
    }
  }

  /**
   * One unit of the JSON form.
   *
   * @param output shape of the only tensor after it; absent where there are several
   * @param tensors all tensors that are alive after it
   * @param elements of these, together
   */
  record UnitReport(
      int index,
      String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Integer> output,
      List<TensorReport> tensors,
      long elements,
      double ratio,
      long parameters) {

    /** The shapes of its tensors, such as {@code 24×56×56 + 16×112×112}. */
    String shapes() {
      return tensors.stream()
          .map(tensor -> InspectCommand.shape(tensor.shape()))
          .collect(Collectors.joining(" + "));
    }
  }

  /** A tensor at a cut; the shape is that of one image. */
  record TensorReport(String name, List<Integer> shape, DType dtype) {

    static TensorReport of(NamedTensor tensor) {
      return new TensorReport(tensor.name(), tensor.spec().shape(), tensor.spec().dtype());
    }
  }

  @Override
  public Integer call() throws IOException, InvalidPackageException, UsageException {
    try (ModelPackage model = ModelPackage.open(file)) {
      Report report = Report.of(model.network(), examine(model));
      output.print(report, () -> text(model, report));
    }
    return 0;
  }

  /**
   * A manifest may say anything: the modules of every form that runs here are loaded and tried
   * before they are described, and held against those of the first one.
   */
  private List<FormReport> examine(ModelPackage model)
      throws IOException, InvalidPackageException, UsageException {
    List<Form.Engine> engines = new EngineSelection(model, 1, null).candidates();
    List<FormReport> reports = new ArrayList<>();
    UnitChain first = null;
    try {
      for (Form form : model.forms()) {
        if (!engines.contains(form.engine()) || !form.runsOn(Form.Processor.ofThisMachine())) {
          reports.add(FormReport.untried(form));
        } else if (first == null) {
          first = tried(model, form);
          reports.add(FormReport.tried(form, 0));
        } else {
          try (UnitChain next = tried(model, form)) {
            reports.add(FormReport.tried(form, new FormComparison(model).of(first, next)));
          }
        }
      }
      return reports;
    } finally {
      if (first != null) {
        first.close();
      }
    }
  }

  private UnitChain tried(ModelPackage model, Form form)
      throws IOException, InvalidPackageException, UsageException {
    try (LoadWatch watch = limits.watch(model)) {
      UnitChain chain =
          UnitChain.load(InferenceBackends.load(form.engine(), 1), model, form, watch);
      try {
        chain.examine(model, watch);
        return chain;
      } catch (IOException | InvalidPackageException | RuntimeException e) {
        chain.close();
        throw e;
      }
    }
  }

  private static String text(ModelPackage model, Report report) {
    Table table = Table.of("l", "unit", "output", "ratio", "parameters", "bottleneck");
    for (UnitReport unit : report.units()) {
      table.row(
          Integer.toString(unit.index()),
          unit.name(),
          unit.shapes(),
          String.format(Locale.ROOT, "%.4f", unit.ratio()),
          Long.toString(unit.parameters()),
          bottleneck(report, unit.index()));
    }
    TensorSpec input = model.network().input();
    return """
        %s: %s
        fingerprint %s
        input %s %s%s
        forms %s

        %s

        %d natural bottlenecks, %d of them compressive\
        """
        .formatted(
            report.name(),
            model.description(),
            model.network().fingerprint(),
            input.dtype(),
            shape(input.shape()),
            meaning(model.audio()),
            String.join("; ", report.forms().stream().map(FormReport::toString).toList()),
            table,
            report.natural().size(),
            report.compressive().size());
  }

  private static String meaning(@Nullable AudioInput audio) {
    return audio == null
        ? ""
        : ", mono sound at %d Hz, the %s of longer ones"
            .formatted(audio.sampleRate(), audio.longer().word());
  }

  private static String shape(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  private static String bottleneck(Report report, int cut) {
    if (report.compressive().contains(cut)) {
      return "compressive";
    }
    return report.natural().contains(cut) ? "natural" : "";
  }
}
