package io.isthmus.decision;

import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the cut (Eq. 6): the argmin of the predicted time over {0} ∪ compressive bottlenecks ∪
 * {L}. Cut 0 is left out where raw input may not leave the device. Of equal times the later cut
 * wins: it asks less of the link and of others.
 */
public final class SplitSelector {

  private final Network network;
  private final boolean rawInputMayLeave;
  private final List<Option> options;
  private final Option[] allowed; // those of the options that privacy leaves
  private final Option offload = Option.at(0);
  private final Option local;

  /** A selector for a network under a privacy limit. */
  public SplitSelector(Network network, boolean rawInputMayLeave) {
    this.network = network;
    this.rawInputMayLeave = rawInputMayLeave;
    IntStream between = Bottlenecks.of(network).compressive().stream().mapToInt(Integer::intValue);
    local = Option.at(network.length());
    options =
        Stream.of(Stream.of(offload), between.mapToObj(Option::at), Stream.of(local))
            .flatMap(s -> s)
            .toList();
    allowed = options.stream().filter(this::allows).toArray(Option[]::new);
  }

  /** The network whose cuts are compared. */
  public Network network() {
    return network;
  }

  /** The options with the cuts {0} ∪ compressive bottlenecks ∪ {L}, in the order of the cuts. */
  public List<Option> options() {
    return options;
  }

  /** Whether an option may be used at all: cut 0 may not where raw input stays on the device. */
  public boolean allows(Option option) {
    return !option.offloads() || rawInputMayLeave;
  }

  /** What rules an option out in a situation; null if it can be chosen. */
  public @Nullable Reason excluded(Option option, DecisionInput now) {
    if (!option.offloads() && !now.deviceHasRoom()) {
      return Reason.DEVICE_NO_ROOM;
    }
    if (!allows(option)) {
      return Reason.PRIVACY;
    }
    if (option.cut() == network.length() || now.edgeUsable()) {
      return now.time(option).totalMs() > now.leftMs() ? Reason.TOO_LATE : null;
    }
    return now.edge() == EdgeStatus.READY ? Reason.EDGE_NO_ROOM : now.edge().reason();
  }

  /**
   * Takes the fastest cut that a situation leaves; empty if neither machine has room. If even that
   * is predicted to miss the deadline, so would all others: the answer is a refusal, {@link
   * Reason#TOO_LATE}, with what was compared.
   */
  public Optional<Decision> decide(DecisionInput now) {
    return unhurried(now).map(decision -> decision.within(now.leftMs()));
  }

  private Optional<Decision> unhurried(DecisionInput now) {
    if (!now.deviceHasRoom()) {
      return excluded(offload, now) == null
          ? Optional.of(only(offload, now, Reason.DEVICE_NO_ROOM))
          : Optional.empty();
    }
    if (!now.edgeUsable()) {
      Reason why = now.edge() == EdgeStatus.READY ? Reason.EDGE_NO_ROOM : now.edge().reason();
      return Optional.of(only(local, now, why));
    }
    return Optional.of(fastest(now.cost(), now.workload(), now.conditions()));
  }

  /**
   * Takes the fastest cut. Every request pays for this, so it allocates nothing but its result.
   *
   * @param cost predicts the time of an option
   * @param conditions the state to decide in
   */
  public Decision fastest(CostModel cost, Workload workload, SystemState conditions) {
    Candidate[] candidates = new Candidate[allowed.length];
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < allowed.length; i++) {
      candidates[i] = candidate(allowed[i], workload, cost.time(allowed[i], workload, conditions));
      double totalMs = candidates[i].time().totalMs();
      if (totalMs <= least) {
        best = i;
        least = totalMs;
      }
    }
    LatencyBreakdown heldBack = rawInputMayLeave ? null : cost.time(offload, workload, conditions);
    boolean privacy = heldBack != null && heldBack.totalMs() < least;
    return decision(
        candidates[best],
        privacy ? Reason.PRIVACY : Reason.FASTEST,
        new Candidates(candidates),
        heldBack);
  }

  /** Takes the option that the request names, as {@link #forced(Plan, DecisionInput)}. */
  public Optional<Decision> forced(Option option, DecisionInput now) {
    return forced(Plan.single(now.workload().batch(), option), now);
  }

  /**
   * Takes the plan that the request names, whatever the edge's state: where it fails, the device
   * goes on. Empty if that could not be, for want of room; a refusal, {@link Reason#TOO_LATE}, if
   * it is predicted to miss the deadline.
   */
  public Optional<Decision> forced(Plan plan, DecisionInput now) {
    boolean allOnEdge = plan.mode(network.length()) == Mode.OFFLOAD;
    if (!now.deviceHasRoom() && !(allOnEdge && now.edgeUsable())) {
      return Optional.empty();
    }
    boolean allOnDevice = plan.mode(network.length()) == Mode.LOCAL;
    boolean predictable = allOnDevice || now.edgeUsable();
    Schedule schedule = predictable ? now.schedule(plan) : null;
    return Optional.of(forced(plan, schedule).within(now.leftMs()));
  }

  /**
   * Takes the plan that the request names.
   *
   * @param schedule its predicted times; null where nothing is known of the link
   */
  Decision forced(Plan plan, @Nullable Schedule schedule) {
    Option option = plan.mainOption();
    String unit = network.cutName(option.cut());
    List<Candidate> candidates =
        schedule == null ? List.of() : List.of(new Candidate(plan, unit, schedule.total()));
    return new Decision(
        plan.mode(network.length()),
        option,
        unit,
        Reason.FORCED,
        plan,
        schedule,
        candidates,
        null,
        null);
  }

  private Decision only(Option option, DecisionInput now, Reason reason) {
    Candidate only = candidate(option, now.workload(), now.time(option));
    return decision(only, reason, new Candidates(only), null);
  }

  private Candidate candidate(Option option, Workload workload, LatencyBreakdown time) {
    return new Candidate(
        Plan.single(workload.batch(), option), network.cutName(option.cut()), time);
  }

  private Decision decision(
      Candidate chosen, Reason reason, Candidates candidates, @Nullable LatencyBreakdown heldBack) {
    Option option = chosen.option();
    return new Decision(
        Mode.of(option, network.length()),
        option,
        chosen.unit(),
        reason,
        chosen.plan(),
        Schedule.of(chosen.time()),
        candidates,
        heldBack,
        null);
  }
}
