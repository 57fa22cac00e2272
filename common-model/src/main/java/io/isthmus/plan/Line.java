package io.isthmus.plan;

/**
 * {@link io.isthmus.decision.Makespan} for a search that builds thousands of plans: the same
 * recursion on a situation's {@link Stages}, without an object for every chunk.
 */
final class Line {

  private final Stages stages;
  private final double chunkMs;
  private double device;
  private double link;
  private double edge;
  private double end;
  private int sent;

  /**
   * A line.
   *
   * @param chunkMs what a chunk that is sent has to gain
   */
  Line(Stages stages, double chunkMs) {
    this.stages = stages;
    this.chunkMs = chunkMs;
  }

  /** Back to the start. */
  void clear() {
    device = 0;
    link = 0;
    edge = 0;
    end = 0;
    sent = 0;
  }

  /** When the last chunk so far has its answer, and what all have to gain, in milliseconds. */
  double cost() {
    return end + sent * chunkMs;
  }

  /** Appends a chunk. */
  void add(int cut, int size) {
    double now = 0;
    if (stages.device[cut][size] > 0) {
      device = Math.max(device, stages.deviceFree) + stages.device[cut][size];
      now = device;
    }
    device += stages.sending[cut];
    if (stages.link[cut][size] > 0) {
      link = Math.max(link, now) + stages.link[cut][size];
      now = link;
      sent++;
    }
    now += stages.delay[cut];
    if (stages.edge[cut][size] > 0) {
      edge = Math.max(edge, now) + stages.edge[cut][size];
      now = edge;
    }
    end = Math.max(end, now);
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
