package io.isthmus.service.admission;

import com.netflix.concurrency.limits.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Poisson arrivals at a service with one worker behind a limit, in virtual time; the unit is the
 * mean time of a computation.
 */
final class QueueSimulation {

  private static final double END = 10_000;

  /**
   * What came of it.
   *
   * @param goodput answers per unit of time
   * @param p99 of the accepted requests' time
   * @param meanLimit as the arrivals found it
   */
  record Outcome(double goodput, double p99, double meanLimit) {}

  private static final class Guest {
    private final double entered;
    private final int inside;
    private double arrived;
    private double started;

    Guest(double entered, int inside) {
      this.entered = entered;
      this.inside = inside;
    }
  }

  private record Event(double at, Runnable action) {}

  private final Limit limit;
  private final LimitSampler sampler;
  private final double upload;
  private final SplittableRandom random = new SplittableRandom(1);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingDouble(Event::at));
  private final Queue<Guest> waiting = new ArrayDeque<>();
  private final List<Double> times = new ArrayList<>();
  private double now;
  private boolean busy;
  private int inside;
  private long limits;
  private int arrivals;

  /**
   * An empty service.
   *
   * @param upload how long a body takes to arrive
   */
  QueueSimulation(Limit limit, double upload) {
    this.limit = limit;
    this.sampler = new LimitSampler(limit);
    this.upload = upload;
  }

  Outcome run(double load) {
    arrive(load);
    while (now < END) {
      Event next = events.remove();
      now = next.at();
      next.action().run();
    }
    Collections.sort(times);
    double p99 = times.get((int) (times.size() * 0.99));
    return new Outcome(times.size() / END, p99, (double) limits / arrivals);
  }

  private void after(double time, Runnable action) {
    events.add(new Event(now + time, action));
  }

  private void arrive(double load) {
    after(-Math.log(1 - random.nextDouble()) / load, () -> arrive(load));
    limits += limit.getLimit();
    arrivals++;
    if (inside < limit.getLimit()) {
      inside++;
      Guest guest = new Guest(now, inside);
      after(upload * random.nextDouble(0.8, 1.2), () -> queue(guest));
    }
  }

  private void queue(Guest guest) {
    guest.arrived = now;
    waiting.add(guest);
    startNext();
  }

  private void startNext() {
    Guest guest = busy ? null : waiting.poll();
    if (guest != null) {
      busy = true;
      guest.started = now;
      after(random.nextDouble(0.9, 1.1), () -> answer(guest));
    }
  }

  private void answer(Guest guest) {
    times.add(now - guest.entered);
    sampler.answered(now - guest.entered, guest.started - guest.arrived, guest.inside);
    inside--;
    busy = false;
    startNext();
  }
}
