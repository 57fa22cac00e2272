package io.isthmus.plan;

import io.isthmus.decision.FlowShop;

/** The cost of a plan that a search builds: its makespan on a situation's {@link Stages}. */
final class PlanCost {

  private final Stages stages;
  private final double chunkMs;
  private final FlowShop shop = new FlowShop();
  private int sent;

  /**
   * A line.
   *
   * @param chunkMs what a chunk that is sent has to gain
   */
  PlanCost(Stages stages, double chunkMs) {
    this.stages = stages;
    this.chunkMs = chunkMs;
  }

  /** Back to the start. */
  void clear() {
    shop.clear();
    sent = 0;
  }

  /** When the last chunk so far has its answer, and what all have to gain, in milliseconds. */
  double cost() {
    return shop.makespanMs() + sent * chunkMs;
  }

  /** Appends a chunk. */
  void add(int cut, int size) {
    double deviceMs = stages.device[cut][size];
    double linkMs = stages.link[cut][size];
    shop.onDevice(deviceMs > 0 ? stages.deviceFree : 0, deviceMs, stages.sending[cut]);
    shop.onward(linkMs, stages.delay[cut], stages.edge[cut][size]);
    if (linkMs > 0) {
      sent++;
    }
  }

  /**
   * Appends images in {@code chunks} chunks that differ by one at most. The smaller ones come
   * first: they bring the next machine to work sooner.
   */
  void addEvenly(int cut, int images, int chunks) {
    int size = images / chunks;
    int larger = images % chunks;
    for (int i = 0; i < chunks; i++) {
      add(cut, i < chunks - larger ? size : size + 1);
    }
  }
}
