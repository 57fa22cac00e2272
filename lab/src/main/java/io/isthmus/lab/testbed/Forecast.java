package io.isthmus.lab.testbed;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.predict.CostKind;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.Samples;
import io.isthmus.cli.predict.State;
import io.isthmus.cli.predict.Terms;
import io.isthmus.profile.store.ProfileStore;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** About how long a sweep will take, from the profiles of both machines. */
final class Forecast {

  private final Policies policies;
  private final Machines machines;
  private final Map<InputPolicy, Predictor> predictors = new EnumMap<>(InputPolicy.class);

  /** Reads the profiles that the services have stored. */
  Forecast(Setup setup, Policies policies) throws IOException, UsageException {
    this.policies = policies;
    machines =
        Machines.of(
            policies.network(),
            ProfileStore.read(setup.deviceProfile()),
            ProfileStore.read(setup.edgeProfile()));
    InputForm jpeg = Samples.mean();
    for (InputPolicy input : InputPolicy.values()) {
      InputForm form = input.kind() == InputKind.PHOTOS ? jpeg : new InputForm.Frames();
      Terms terms = new Terms(CostKind.WIRE, form, input.rawInputMayLeave());
      predictors.put(input, new Predictor(machines, terms));
    }
  }

  /** The largest batch that both machines can take. */
  int largestBatch() {
    return machines.largestBatch();
  }

  /** Milliseconds of one request under a policy. */
  double ms(Cell cell, Policy policy) {
    Predictor predictor = Objects.requireNonNull(predictors.get(cell.input()));
    State state = new State(cell.batch(), cell.rate());
    return policy.cut().isPresent()
        ? predictor.time(policy.cut().getAsInt(), state).totalMs()
        : predictor.best(state).totalMs();
  }

  /** Milliseconds of a cell: all rounds of those policies that are worth repeating. */
  double ms(Cell cell, int rounds) {
    List<Double> times =
        policies.of(cell.input()).stream().map(policy -> ms(cell, policy)).toList();
    double best = times.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    return Sweep.OPENING * best
        + times.stream().mapToDouble(ms -> ms > Missing.SLOW * best ? ms : rounds * ms).sum();
  }
}
