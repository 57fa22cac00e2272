package io.isthmus.decision;

/**
 * Device, link and edge as a flow shop of three machines, each with one chunk at a time, that
 * chunks pass in the order in which they are added: C(i,m) = max(C(i−1,m), C(i,m−1)) + t(i,m). A
 * chunk that skips a machine (cut 0 the device, cut L the others) neither waits for it nor holds it
 * up. Latency and the edge's queue delay a chunk but keep no machine busy; sending one keeps the
 * device busy but delays only what the device does next. The device's queue is worked off but once:
 * it is when the device becomes free, C(0,1). All times are in milliseconds from the start.
 *
 * <p>Mutable, and without an object for every chunk: a search times thousands of plans with it.
 */
public final class FlowShop {

  private double device;
  private double link;
  private double edge;
  private double makespan;
  private double head;

  /** Back to the start. */
  public void clear() {
    device = 0;
    link = 0;
    edge = 0;
    makespan = 0;
  }

  /** Time from the start of the first chunk to the end of the last so far. */
  public double makespanMs() {
    return makespan;
  }

  /** When the head of the chunk that was added last is done; 0 where it has none. */
  public double headMs() {
    return head;
  }

  /**
   * A chunk comes to the device.
   *
   * @param freeMs when the device gets to it at the earliest
   * @param busyMs how long it keeps the device busy; 0 where it has no head
   * @param sendingMs how long sending it keeps the device from its next head
   */
  public void onDevice(double freeMs, double busyMs, double sendingMs) {
    head = 0;
    if (freeMs + busyMs > 0) {
      device = Math.max(device, freeMs) + busyMs;
      head = device;
    }
    device += sendingMs;
  }

  /**
   * The chunk goes on over the link and through the edge.
   *
   * @param linkMs how long it keeps the link busy
   * @param delayMs what delays it between link and edge
   * @param edgeMs how long it keeps the edge busy
   * @return when its answer is there
   */
  public double onward(double linkMs, double delayMs, double edgeMs) {
    double now = head;
    if (linkMs > 0) {
      link = Math.max(link, now) + linkMs;
      now = link;
    }
    now += delayMs;
    if (edgeMs > 0) {
      edge = Math.max(edge, now) + edgeMs;
      now = edge;
    }
    makespan = Math.max(makespan, now);
    return now;
  }

  /** Appends a chunk; returns when its answer is there. */
  public double add(LatencyBreakdown chunk) {
    double free = chunk.deviceMs() + chunk.deviceQueueMs() > 0 ? chunk.deviceQueueMs() : 0;
    onDevice(free, chunk.deviceMs(), chunk.sendingMs());
    return onward(chunk.linkMs(), chunk.latencyMs() + chunk.edgeQueueMs(), chunk.edgeMs());
  }
}
