package io.isthmus.decision;

import java.util.ArrayList;
import java.util.List;

/**
 * Device, link and edge as a flow shop of three machines, each with one chunk at a time, that
 * chunks pass in the order in which they are added: C(i,m) = max(C(i−1,m), C(i,m−1)) + t(i,m). A
 * chunk that skips a machine (cut 0 the device, cut L the others) neither waits for it nor holds it
 * up. Latency and the edge's queue delay a chunk but keep no machine busy; sending one keeps the
 * device busy but delays only what the device does next. The device's queue is worked off but once:
 * it is when the device becomes free, C(0,1).
 */
public final class Makespan {

  private double device;
  private double link;
  private double edge;
  private double end;

  /** Time from the start of the first chunk to the end of the last, in milliseconds. */
  public static double of(List<CutTime> chunks) {
    Makespan line = new Makespan();
    chunks.forEach(line::add);
    return line.end;
  }

  /** When each chunk is sent, or done where it is not sent, and when it has its answer. */
  public static List<Passage> passages(List<CutTime> chunks) {
    Makespan line = new Makespan();
    List<Passage> passages = new ArrayList<>(chunks.size());
    for (CutTime chunk : chunks) {
      passages.add(line.add(chunk));
    }
    return passages;
  }

  /**
   * A chunk's way, in milliseconds from the start of the first.
   *
   * @param headMs when its head is done, or 0 where it has none
   * @param answerMs when its logits are there
   */
  public record Passage(double headMs, double answerMs) {}

  private Passage add(CutTime chunk) {
    double headMs = 0;
    if (chunk.deviceMs() + chunk.deviceQueueMs() > 0) {
      device = Math.max(device, chunk.deviceQueueMs()) + chunk.deviceMs();
      headMs = device;
    }
    device += chunk.sendingMs();
    double now = headMs;
    if (chunk.linkMs() > 0) {
      link = Math.max(link, now) + chunk.linkMs();
      now = link;
    }
    now += chunk.latencyMs() + chunk.edgeQueueMs();
    if (chunk.edgeMs() > 0) {
      edge = Math.max(edge, now) + chunk.edgeMs();
      now = edge;
    }
    end = Math.max(end, now);
    return new Passage(headMs, now);
  }
}
