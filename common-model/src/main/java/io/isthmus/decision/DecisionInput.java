package io.isthmus.decision;

import io.isthmus.calibration.Accuracy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision is taken on, kept with it so that it can be explained afterwards.
 *
 * @param workload what the request brings
 * @param conditions the live estimates
 * @param cost the cost model
 * @param edge whether the edge can be counted on
 * @param rateAgeMs how long before the link's rate was measured, in milliseconds; null while it is
 *     unknown, and the rate in the conditions a stand-in
 * @param deviceRoom largest batch that the device was measured for
 * @param edgeRoom the same for the edge; 0 while its profile is unknown
 * @param leftMs time until the request's deadline, in milliseconds; infinite if it has none
 * @param accuracy how much answers may differ from those of the uncut network
 * @param suspended options that checks in service have shown to change more answers than promised:
 *     none of them is chosen
 */
public record DecisionInput(
    Workload workload,
    SystemState conditions,
    CostModel cost,
    EdgeStatus edge,
    @Nullable Double rateAgeMs,
    int deviceRoom,
    int edgeRoom,
    double leftMs,
    Accuracy accuracy,
    Set<Option> suspended) {

  /** A request for exact answers without a deadline. */
  public DecisionInput(
      Workload workload,
      SystemState conditions,
      CostModel cost,
      EdgeStatus edge,
      @Nullable Double rateAgeMs,
      int deviceRoom,
      int edgeRoom) {
    this(
        workload,
        conditions,
        cost,
        edge,
        rateAgeMs,
        deviceRoom,
        edgeRoom,
        Double.POSITIVE_INFINITY,
        Accuracy.EXACT,
        Set.of());
  }

  /** The same without the deadline. */
  public DecisionInput unhurried() {
    return leftMs == Double.POSITIVE_INFINITY ? this : within(Double.POSITIVE_INFINITY);
  }

  /** The same with so many milliseconds until the deadline. */
  public DecisionInput within(double milliseconds) {
    return new DecisionInput(
        workload,
        conditions,
        cost,
        edge,
        rateAgeMs,
        deviceRoom,
        edgeRoom,
        milliseconds,
        accuracy,
        suspended);
  }

  /** Whether the batch fits on the device: it may run units only if it does. */
  public boolean deviceHasRoom() {
    return workload.batch() <= deviceRoom;
  }

  /** Whether the batch fits on the edge. */
  public boolean edgeHasRoom() {
    return workload.batch() <= edgeRoom;
  }

  /** Whether the edge would take the batch now, and its time can be predicted. */
  public boolean edgeUsable() {
    return edge == EdgeStatus.READY && edgeHasRoom();
  }

  /** Predicted times of a plan. */
  public Schedule schedule(Plan plan) {
    return schedule(plan, conditions);
  }

  /** Times of a plan in other conditions. */
  public Schedule schedule(Plan plan, SystemState others) {
    return Schedule.of(plan.mainOption(), times(plan, others), others.planFactor());
  }

  /** Predicted time of a plan. */
  public LatencyBreakdown time(Plan plan) {
    return schedule(plan).total();
  }

  /** Time of a plan in other conditions. */
  public LatencyBreakdown time(Plan plan, SystemState others) {
    return schedule(plan, others).total();
  }

  /** Predicted times of a plan's chunks, in their order. */
  public List<LatencyBreakdown> times(Plan plan) {
    return times(plan, conditions);
  }

  /** The same in other conditions. */
  public List<LatencyBreakdown> times(Plan plan, SystemState others) {
    return plan.chunks().stream()
        .map(chunk -> cost.time(chunk.option(), workload.part(chunk.images()), others))
        .toList();
  }

  /** Time of an option for the whole batch. */
  LatencyBreakdown time(Option option) {
    return cost.time(option, workload, conditions);
  }
}
