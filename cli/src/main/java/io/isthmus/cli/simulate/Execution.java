package io.isthmus.cli.simulate;

import io.isthmus.cli.simulate.Outcome.Exchange;
import io.isthmus.cli.simulate.Outcome.Part;
import io.isthmus.cli.simulate.Outcome.Run;
import io.isthmus.control.TailWork;
import io.isthmus.decision.Chunk;
import io.isthmus.decision.HedgePolicy;
import io.isthmus.decision.LatencyBreakdown;
import io.isthmus.decision.Option;
import io.isthmus.decision.SystemState;
import io.isthmus.decision.Workload;
import io.isthmus.estimate.Crossing;
import io.isthmus.estimate.TailTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request out as the services do: heads one after another, uploads one at a time, the
 * next when the one before should have crossed, tails in the order of their arrival. Where the edge
 * is overdue the device goes on by itself, and what is ready first is the answer.
 */
final class Execution {

  /** As the device-service has it where nothing else is configured. */
  private static final HedgePolicy PATIENCE = new HedgePolicy(1.5, 50);

  /** As the device-service's queue of uploads has it. */
  private static final int MAX_UNANSWERED = 4;

  private final World world;
  private final SystemState truth;
  private final Noise noise;
  private final LongFunction<Crossing> believed;
  private final double startMs;
  private final List<Exchange> exchanges = new ArrayList<>();
  private double deviceMs;
  private double linkMs;
  private double edgeMs;
  private double uploadMs;
  private double crossedMs;

  /**
   * A request that comes at a time.
   *
   * @param believed how long the device thinks that a body keeps the link
   */
  Execution(World world, double startMs, Noise noise, LongFunction<Crossing> believed) {
    this.world = world;
    this.truth = world.truth(startMs);
    this.noise = noise;
    this.believed = believed;
    this.startMs = startMs;
    deviceMs = startMs;
    uploadMs = startMs;
    crossedMs = Double.NEGATIVE_INFINITY;
  }

  /** Carries it out. */
  Outcome run(Choice choice, Workload workload) {
    List<Part> begun = new ArrayList<>();
    for (Chunk chunk : choice.plan().chunks()) {
      begun.add(begin(chunk.option(), workload.part(chunk.images())));
    }
    List<Part> ended = new ArrayList<>();
    double now = deviceMs;
    for (int i = 0; i < begun.size(); i++) {
      Part part = finished(begun.get(i), now, choice, i);
      ended.add(part);
      now = Math.max(now, doneMs(part, now));
    }
    return new Outcome(startMs, now, choice.plan(), ended);
  }

  private static double doneMs(Part part, double nowMs) {
    Run finish = part.finish();
    Exchange exchange = part.exchange();
    if (finish != null) {
      return finish.endMs();
    }
    return exchange == null ? nowMs : exchange.answeredMs();
  }

  private Part begin(Option option, Workload part) {
    LatencyBreakdown time = world.cost().time(option, part, truth);
    Run head = option.sendsFiles() ? null : compute(deviceMs, time.decodeMs(), time.headMs());
    if (head != null) {
      deviceMs = head.endMs();
    }
    boolean sent = option.cut() < world.network().length();
    return new Part(option, part, head, sent ? send(option, part, time) : null, null);
  }

  private Run compute(double beginMs, double decodeMs, double unitsMs) {
    return new Run(beginMs, decodeMs * noise.device(), unitsMs * noise.device());
  }

  private Exchange send(Option option, Workload part, LatencyBreakdown time) {
    long bytes = (long) world.cost().bytes(option, part);
    double beginMs = Math.max(Math.max(deviceMs, uploadMs), placeMs());
    boolean alone = exchanges.stream().allMatch(before -> before.answeredMs() <= beginMs);
    double fromMs = Math.max(beginMs + World.RTT_MS / 2, linkMs);
    double outageMs = world.channel().outageMs(fromMs);
    double arrivingMs = world.channel().transferMs(fromMs, (double) bytes);
    linkMs = fromMs + arrivingMs;
    TailTimes times = tail(beginMs, arrivingMs - outageMs, time, option.sendsFiles());
    TailWork work = new TailWork(option, part.batch(), option.sendsFiles() ? part.imageWork() : 0);
    Exchange exchange = new Exchange(work, bytes, beginMs, alone, arrivingMs, times);
    exchanges.add(exchange);
    Crossing crossing = believed.apply(bytes);
    double crossesMs = Math.max(beginMs, crossedMs);
    crossedMs = crossing.endMs(crossesMs);
    uploadMs = Math.min(Math.max(beginMs, crossing.nextMs(crossesMs)), exchange.answeredMs());
    return exchange;
  }

  /** When no more wait for their answers than may. */
  private double placeMs() {
    int before = exchanges.size() - MAX_UNANSWERED;
    return before < 0 ? startMs : exchanges.get(before).answeredMs();
  }

  private TailTimes tail(double beginMs, double seenMs, LatencyBreakdown time, boolean decodes) {
    double waitMs = time.edgeQueueMs() * noise.queue();
    double tailBeginMs = Math.max(linkMs + waitMs, edgeMs);
    double decodeMs = decodes ? time.decodeMs() * noise.edge() : 0;
    double tailMs = time.tailMs() * noise.edge();
    edgeMs = tailBeginMs + decodeMs + tailMs;
    double answeredMs = edgeMs + World.RTT_MS / 2 + noise.exchangeMs();
    return new TailTimes(
        World.timed(seenMs, noise), // from the first byte on
        decodeMs,
        tailBeginMs - linkMs,
        tailMs,
        answeredMs - beginMs);
  }

  /** A chunk once the device has waited for it, or has done the edge's work. */
  private Part finished(Part part, double nowMs, Choice choice, int chunk) {
    Exchange exchange = part.exchange();
    if (exchange == null || choice.schedule() == null) {
      return part;
    }
    double sentMs = part.head() == null ? startMs : part.head().endMs();
    double expectedMs = choice.schedule().chunks().get(chunk).exchangeMs();
    double overdueMs = PATIENCE.overdueMs(expectedMs, choice.schedule().aheadMs(chunk));
    double aloneMs = Math.max(nowMs, sentMs + overdueMs);
    if (exchange.answeredMs() <= aloneMs) {
      return part;
    }
    Run own = rest(part, aloneMs);
    @Nullable Run done = exchange.answeredMs() < own.endMs() ? null : own;
    return new Part(part.option(), part.workload(), part.head(), exchange, done);
  }

  /** What the device needs from the cut to the end, decoding included where it has not decoded. */
  private Run rest(Part part, double beginMs) {
    LatencyBreakdown all =
        world.cost().time(Option.at(world.network().length()), part.workload(), truth);
    LatencyBreakdown head = world.cost().time(part.option(), part.workload(), truth);
    double decodeMs = part.option().sendsFiles() ? all.decodeMs() : 0;
    return compute(beginMs, decodeMs, all.headMs() - head.headMs());
  }
}
