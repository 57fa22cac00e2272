package io.isthmus.decision;

import io.isthmus.calibration.Accuracy;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the option (Eq. 6): the argmin of the predicted time over the options that privacy and
 * the accuracy budget leave. Of equal times the later cut wins: it asks less of the link and of
 * others; at one cut the more faithful encoding does.
 */
public final class SplitSelector {

  private final Network network;
  private final OptionSpace space;
  private final Option offload = Option.at(0);
  private final Option local;

  /** A selector among the options of a network. */
  public SplitSelector(OptionSpace space) {
    this.space = space;
    this.network = space.network();
    this.local = Option.at(network.length());
  }

  /** A selector for a network that nobody has calibrated, under a privacy limit. */
  public SplitSelector(Network network, boolean rawInputMayLeave) {
    this(new OptionSpace(network, rawInputMayLeave ? 0 : 1, null));
  }

  /** The network whose cuts are compared. */
  public Network network() {
    return network;
  }

  /** The options that there are. */
  public OptionSpace space() {
    return space;
  }

  /** All options, in their order: those that privacy or the budget rules out as well. */
  public List<Option> options() {
    return space.all();
  }

  /** The same without those that mean nothing for what a request brings. */
  List<Option> options(Workload workload) {
    return space.all().stream().filter(option -> !isTheSame(option, workload)).toList();
  }

  /** Whether privacy lets an option be used at all. */
  public boolean allows(Option option) {
    return space.mayLeave(option);
  }

  /** What rules an option out in a situation; null if it can be chosen. */
  public @Nullable Reason excluded(Option option, DecisionInput now) {
    if (!option.sendsFiles() && !now.deviceHasRoom()) {
      return Reason.DEVICE_NO_ROOM;
    }
    if (!allows(option)) {
      return Reason.PRIVACY;
    }
    if (!space.accurate(option, now.accuracy())) {
      return Reason.ACCURACY;
    }
    if (now.suspended().contains(option)) {
      return Reason.SUSPENDED;
    }
    if (option.cut() == network.length()) {
      return tooLate(option, now);
    }
    if (!now.edgeUsable()) {
      return now.edge() == EdgeStatus.READY ? Reason.EDGE_NO_ROOM : now.edge().reason();
    }
    return now.cost().predicts(option) ? tooLate(option, now) : Reason.ENCODING_UNKNOWN;
  }

  private static @Nullable Reason tooLate(Option option, DecisionInput now) {
    return now.time(option).totalMs() > now.leftMs() ? Reason.TOO_LATE : null;
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
    return Optional.of(fastest(now));
  }

  /** Takes the fastest option, whatever the deadline, on machines that both have room. */
  public Decision fastest(DecisionInput now) {
    Option[][] allowed = space.allowed(now.accuracy(), now.suspended());
    return fastest(now.cost(), now.workload(), now.conditions(), allowed);
  }

  /** Takes the fastest option whose answers are exact. */
  public Decision fastest(CostModel cost, Workload workload, SystemState conditions) {
    return fastest(cost, workload, conditions, Accuracy.EXACT);
  }

  /**
   * Takes the fastest option, none of which is suspended.
   *
   * @param cost predicts the time of an option
   * @param conditions the state to decide in
   * @param accuracy how much answers may differ from those of the uncut network
   */
  public Decision fastest(
      CostModel cost, Workload workload, SystemState conditions, Accuracy accuracy) {
    return fastest(cost, workload, conditions, space.allowed(accuracy, Set.of()));
  }

  /**
   * Takes the fastest option. Every request pays for this, so it allocates little but its result,
   * which compares the best option of each cut.
   *
   * @param allowed the options, cut by cut
   */
  private Decision fastest(
      CostModel cost, Workload workload, SystemState conditions, Option[][] allowed) {
    Candidate[] candidates = new Candidate[allowed.length];
    Candidate best = null;
    for (int i = 0; i < allowed.length; i++) {
      LatencyBreakdown time = fastest(cost, workload, conditions, allowed[i]);
      candidates[i] = candidate(time.option(), workload, time);
      if (best == null || time.totalMs() <= best.time().totalMs()) {
        best = candidates[i];
      }
    }
    Candidate chosen = Objects.requireNonNull(best); // cut L is always among them
    LatencyBreakdown heldBack = allows(offload) ? null : heldBack(cost, workload, conditions);
    boolean privacy = heldBack != null && heldBack.totalMs() < chosen.time().totalMs();
    return decision(
        chosen, privacy ? Reason.PRIVACY : Reason.FASTEST, new Candidates(candidates), heldBack);
  }

  /** The least time of cut 0, with the encodings that need no calibration. */
  private LatencyBreakdown heldBack(CostModel cost, Workload workload, SystemState conditions) {
    return fastest(cost, workload, conditions, offload, Option.at(0, Encoding.PIXELS));
  }

  /** The least time of the options of a cut; the first of them can always be predicted. */
  private static LatencyBreakdown fastest(
      CostModel cost, Workload workload, SystemState conditions, Option... ofCut) {
    LatencyBreakdown best = cost.time(ofCut[0], workload, conditions);
    for (int i = 1; i < ofCut.length; i++) {
      if (cost.predicts(ofCut[i]) && !isTheSame(ofCut[i], workload)) {
        LatencyBreakdown time = cost.time(ofCut[i], workload, conditions);
        best = time.totalMs() < best.totalMs() ? time : best;
      }
    }
    return best;
  }

  /** Where the input came as a tensor its pixels are what was uploaded. */
  private static boolean isTheSame(Option option, Workload workload) {
    return option.encoding().equals(Encoding.PIXELS) && workload.imageWork() == 0;
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
    boolean predictable =
        allOnDevice
            || (now.edgeUsable()
                && plan.chunks().stream().allMatch(chunk -> now.cost().predicts(chunk.option())));
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
