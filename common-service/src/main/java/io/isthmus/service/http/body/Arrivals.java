package io.isthmus.service.http.body;

import io.isthmus.service.http.problem.Problems;
import io.isthmus.wire.LoadReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.util.unit.DataSize;

/**
 * The bodies that arrive: how many at once, and how many bytes of memory they take with those of
 * the requests that have arrived. Where there is no room for another one those that will take
 * longest are cut off; who sends nothing keeps nobody out. Thread-safe.
 */
public final class Arrivals {

  /** One that will be whole so soon will need a place for computing ... */
  private static final double SOON_MS = 250;

  /** ... and one that takes less than this is not cut off for another. */
  private static final double SPARED_MS = 1000;

  private final int places;
  private final long memory;
  private final Supplier<LoadReport> load;
  private final Set<Arriving> arriving = new HashSet<>();
  private long held;
  private long cutOff;

  /**
   * Nothing arrives.
   *
   * @param places how many bodies may arrive
   * @param memory how many bytes of bodies there may be
   * @param load what is told to those that are refused
   */
  public Arrivals(int places, DataSize memory, Supplier<LoadReport> load) {
    this.places = places;
    this.memory = memory.toBytes();
    this.load = load;
  }

  /**
   * Takes a place for a body; throws the 503 of {@link Problems#overloaded} if there is none.
   *
   * @param announced its bytes; negative where that is not known
   * @param computed whether it is kept, to be computed
   */
  public synchronized Arriving begin(long announced, boolean computed) {
    while (arriving.size() >= places && cutOffOne()) {
      // there is a place now
    }
    long needed = computed ? Math.max(0, announced) : 0;
    while (held + needed > memory && cutOffOne()) {
      // there is more memory now
    }
    if (arriving.size() >= places || (held > 0 && held + needed > memory)) {
      throw Problems.overloaded(load.get());
    }
    Arriving begun = new Arriving(this, announced, computed);
    arriving.add(begun);
    return begun;
  }

  /** How many are about to be whole, and to be computed. */
  public synchronized int soon() {
    long now = System.nanoTime();
    return (int) arriving.stream().filter(a -> a.isComputed() && a.leftMs(now) < SOON_MS).count();
  }

  /** How many arrive. */
  public synchronized int count() {
    return arriving.size();
  }

  /** Bytes of bodies in the service. */
  public synchronized long held() {
    return held;
  }

  /** How many have been cut off so far. */
  public synchronized long cutOff() {
    return cutOff;
  }

  /** The one that will take longest goes, if it takes long; its thread will notice. */
  private boolean cutOffOne() {
    long now = System.nanoTime();
    List<Arriving> slow = new ArrayList<>(arriving);
    slow.removeIf(a -> a.leftMs(now) < SPARED_MS);
    if (slow.isEmpty()) {
      return false;
    }
    Arriving slowest =
        slow.stream().max(Comparator.comparingDouble(a -> a.leftMs(now))).orElseThrow();
    leave(slowest);
    free(slowest);
    cutOff++;
    slowest.cut();
    return true;
  }

  synchronized void received(Arriving body, long n) {
    if (!body.isComputed()) {
      body.add(n, System.nanoTime());
      return;
    }
    while (held + n > memory && held > body.held() && cutOffOne()) {
      // there is more memory now
    }
    if (body.isCutOff() || (held + n > memory && held > body.held())) {
      throw Problems.overloaded(load.get());
    }
    held += n;
    body.add(n, System.nanoTime());
  }

  synchronized void leave(Arriving body) {
    if (body.leave()) {
      arriving.remove(body);
    }
  }

  private void free(Arriving body) {
    held -= body.held();
    body.free();
  }

  synchronized void close(Arriving body) {
    leave(body);
    free(body);
  }
}
