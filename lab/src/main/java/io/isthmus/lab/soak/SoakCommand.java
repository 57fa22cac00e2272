package io.isthmus.lab.soak;

import io.isthmus.cli.Claim;
import io.isthmus.cli.Output;
import io.isthmus.cli.Progress;
import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Services;
import io.isthmus.lab.exact.NamedEngine;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isthmus soak}: see {@link Soak}. Exits with 1 if a claim does not hold. */
@Command(
    name = "soak",
    description = {
      "Many requests of mixed batches and cuts to an edge and a device, while the edge is killed"
          + " again and again and bad requests come in between. Compares every answer bit for bit"
          + " with the uncut network, and looks at what the services hold in the end."
    },
    footer = {"  ./isthmus soak --requests 2000 --edge-life 30 --rest 10"})
public final class SoakCommand implements Callable<Integer> {

  private static final int WARM_UP_PART = 10;

  @Parameters(
      arity = "0..1",
      paramLabel = "PACKAGE",
      description = "Model package; models/efficientnet_b0.zip by default.")
  private Path modelPackage = Checkout.find().defaultPackage();

  @Option(names = "--requests", description = "In all (default ${DEFAULT-VALUE}).")
  private int requests = 100_000;

  @Option(names = "--concurrency", description = "At a time (default ${DEFAULT-VALUE}).")
  private int concurrency = 10;

  @Option(
      names = "--edge-life",
      paramLabel = "SECONDS",
      description = "After which the edge is killed (default ${DEFAULT-VALUE}).")
  private int edgeLife = 120;

  @Option(
      names = "--rest",
      paramLabel = "SECONDS",
      description = "Of silence before the device is looked at (default ${DEFAULT-VALUE}).")
  private int rest = 75;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the report there as Markdown.")
  private @Nullable Path out;

  @Mixin private NamedEngine engine = new NamedEngine();

  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    if (requests < WARM_UP_PART || concurrency < 1 || edgeLife < 1 || rest < 0) {
      throw new UsageException(
          "--requests must be at least %d, --concurrency and --edge-life at least 1"
              .formatted(WARM_UP_PART));
    }
    Soak.Plan plan =
        new Soak.Plan(
            requests,
            requests / WARM_UP_PART,
            concurrency,
            Duration.ofSeconds(edgeLife),
            Duration.ofSeconds(rest));
    SoakReport report = new SoakReport(plan, modelPackage.getFileName().toString(), run(plan));
    if (out != null) {
      Files.createDirectories(out.toAbsolutePath().getParent());
      Files.writeString(out, report.markdown());
    }
    output.print(report.json(), report::text);
    return report.claims().stream().allMatch(Claim::holds) ? 0 : 1;
  }

  private Soak.Outcome run(Soak.Plan plan) throws Exception {
    Checkout checkout = Checkout.find();
    try (ModelPackage model = ModelPackage.open(modelPackage);
        Services services = services(checkout, engine.of(model))) {
      Inputs inputs = Inputs.of(checkout.samples(), model);
      System.err.println("starting an edge and a device; the first time they measure profiles …");
      try (ProgressBar bar = Progress.start("soak", requests)) {
        return new Soak(plan, services, model, engine.of(model), inputs).run(bar);
      }
    }
  }

  private Services services(Checkout checkout, Form.Engine of)
      throws IOException, InvalidPackageException {
    return new Services(
        checkout,
        modelPackage,
        checkout.workFolder("soak"),
        Placement.SHARED,
        List.of(NamedEngine.property(of)));
  }
}
