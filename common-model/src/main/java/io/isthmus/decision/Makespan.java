package io.isthmus.decision;

import java.util.List;

/** Device, link and edge as a flow shop of three machines, each with one chunk at a time. */
public final class Makespan {

  private Makespan() {}

  /**
   * Time from the start of the first chunk to the end of the last, in milliseconds, when chunks
   * pass device, link and edge in the given order: C(i,m) = max(C(i−1,m), C(i,m−1)) + t(i,m). A
   * chunk that skips a machine (cut 0 the device, cut L the others) neither waits for it nor holds
   * it up. The device's queue is worked off but once: it is when the device becomes free, C(0,1).
   */
  public static double of(List<CutTime> chunks) {
    double device = 0;
    double link = 0;
    double edge = 0;
    double end = 0;
    for (CutTime chunk : chunks) {
      double now = 0;
      if (chunk.deviceMs() + chunk.deviceQueueMs() > 0) {
        device = Math.max(device, chunk.deviceQueueMs()) + chunk.deviceMs();
        now = device;
      }
      if (chunk.linkMs() > 0) {
        link = Math.max(link, now) + chunk.linkMs();
        now = link;
      }
      if (chunk.edgeMs() > 0) {
        edge = Math.max(edge, now) + chunk.edgeMs();
        now = edge;
      }
      end = Math.max(end, now);
    }
    return end;
  }
}
