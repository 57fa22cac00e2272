package io.isthmus.cli.predict;

import io.isthmus.cli.UsageException;
import io.isthmus.decision.CostModel;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.OptionSpace;
import io.isthmus.decision.SplitSelector;
import io.isthmus.decision.Workload;
import io.isthmus.network.Network;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** Predicts the time of every cut in every state, and the best one (Eq. 4 to 6). */
public final class Predictor {

  private final Network network;
  private final Terms terms;
  private final CostModel cost;
  private final SplitSelector selector;

  /** A predictor for a network on two machines. */
  public Predictor(Machines machines, Terms terms) {
    this.network = machines.network();
    this.terms = terms;
    this.cost = terms.cost().model(machines, terms.calibration());
    this.selector =
        new SplitSelector(
            new OptionSpace(network, terms.rawInputMayLeave() ? 0 : 1, terms.calibration()));
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The cuts to choose from, ascending: 0 where it is allowed, the compressive ones, L. */
  public List<Integer> candidates() {
    return selector.options().stream()
        .filter(selector::allows)
        .map(Option::cut)
        .distinct()
        .toList();
  }

  /** The time of the best option. */
  public LatencyBreakdown best(State state) {
    return Objects.requireNonNull(
        selector
            .fastest(cost(state), workload(state), state.conditions(), terms.accuracy())
            .predicted());
  }

  /** The time of a cut, 0 … L. */
  public LatencyBreakdown time(int cut, State state) {
    return cost(state).time(Option.at(cut), workload(state), state.conditions());
  }

  private CostModel cost(State state) {
    return state.waitMs() == 0 ? cost : new AfterOutage(cost, network.length(), state.waitMs());
  }

  private Workload workload(State state) {
    return terms.input().workload(network, state.batch());
  }

  /**
   * The cut that is meant by a number, a unit's name, {@code offload} or {@code local}.
   *
   * @throws UsageException if there is none, or it is cut 0 where raw input may not leave
   */
  public int cut(String text) throws UsageException {
    int length = network.length();
    OptionalInt cut =
        switch (text) {
          case "offload" -> OptionalInt.of(0);
          case "local" -> OptionalInt.of(length);
          default ->
              text.matches("[0-9]{1,6}")
                  ? OptionalInt.of(Integer.parseInt(text))
                  : network.cutNamed(text);
        };
    if (cut.isEmpty() || cut.getAsInt() > length) {
      throw new UsageException(
          "%s has no cut '%s': name 0 to %d, a unit, offload or local"
              .formatted(network.name(), text, length));
    }
    if (!selector.allows(Option.at(cut.getAsInt()))) {
      throw new UsageException("'%s' sends raw input, which --privacy forbids".formatted(text));
    }
    return cut.getAsInt();
  }
}
