package io.isthmus.lab.soak;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.isthmus.cli.FailedException;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.lab.exact.References;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;

/** A pair under requests, bad requests and the deaths of its edge. */
final class Soak {

  /**
   * What to do.
   *
   * @param requests in all
   * @param warmUp how many of them come before anything is measured
   * @param concurrency requests at a time
   * @param edgeLife after which the edge is killed
   * @param rest how long nothing is asked before the device is looked at
   */
  record Plan(int requests, int warmUp, int concurrency, Duration edgeLife, Duration rest) {}

  /** What the device held under load, after that many requests. */
  record Sample(int requests, Resources device) {}

  /** What came of it; {@code before} and {@code after} are the device at rest. */
  record Outcome(
      Tally.Counts counts,
      @JsonProperty("nuisances") BadRequestGenerator.Counts badRequests,
      List<MortalEdge.Life> lives,
      List<Sample> samples,
      AtRest before,
      AtRest after,
      double seconds) {}

  /** Looks at the device's memory under load. */
  private static final int SAMPLES = 20;

  private final Plan plan;
  private final Services services;
  private final ModelPackage model;
  private final Form.Engine engine;
  private final Inputs inputs;

  /**
   * A soak of a pair that runs {@code model}, with which the answers are compared.
   *
   * @param engine of both services
   */
  Soak(Plan plan, Services services, ModelPackage model, Form.Engine engine, Inputs inputs) {
    this.plan = plan;
    this.services = services;
    this.model = model;
    this.engine = engine;
    this.inputs = inputs;
  }

  /** Carries it out. */
  Outcome run(ProgressBar bar)
      throws IOException, InterruptedException, FailedException, InvalidPackageException {
    MortalEdge edge = new MortalEdge(services, plan.edgeLife());
    ServiceProcess device = services.startDevice("device", 1, edge.port(), true);
    BadRequestGenerator badRequests =
        new BadRequestGenerator(
            device.port(),
            edge.port(),
            inputs.frames(2, 0),
            inputs.photo(0),
            model.network().fingerprint());
    Tally tally = new Tally();
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    try (References references = new References(model, inputs, engine)) {
      Client client = new Client(device.uri(), model.network(), inputs, references, tally);
      ConcurrentClients clients = new ConcurrentClients(client, plan.concurrency(), bar);
      try (Faults faults = new Faults(edge, badRequests)) {
        clients.ask(0, plan.warmUp());
        faults.stop();
      }
      AtRest before = AtRest.of(device, plan.rest());
      try (Faults faults = new Faults(edge, badRequests)) {
        for (int i = 0; i < SAMPLES; i++) {
          clients.ask(bound(i), bound(i + 1));
          samples.add(new Sample(bound(i + 1), Resources.of(device.pid())));
        }
        faults.stop();
      }
      AtRest after = AtRest.of(device, plan.rest());
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Outcome(
          tally.counts(), badRequests.counts(), edge.lives(), samples, before, after, seconds);
    }
  }

  /** The first question of the i-th part after the warm-up. */
  private int bound(int i) {
    return plan.warmUp() + (int) ((long) (plan.requests() - plan.warmUp()) * i / SAMPLES);
  }
}
