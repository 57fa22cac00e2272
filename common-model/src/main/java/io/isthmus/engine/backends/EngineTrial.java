package io.isthmus.engine.backends;

import io.isthmus.engine.Activation;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures engines against each other, in turns, so that a busy machine disturbs each alike. */
final class EngineTrial {

  private static final int LEAST = 5;
  private static final int MOST = 25;
  private static final long ENOUGH_NANOS = 1_000_000_000;

  private EngineTrial() {}

  /** Runs one picture through every chain, again and again. */
  static EngineTimes measure(List<UnitChain> chains, Network network, int threads) {
    List<InferencePool> pools = new ArrayList<>();
    try {
      chains.forEach(chain -> pools.add(new InferencePool(chain.backend(), 1, 1)));
      double[][] millis = new double[chains.size()][MOST];
      long end = System.nanoTime() + ENOUGH_NANOS;
      int rounds = 0;
      while (rounds < LEAST || (rounds < MOST && System.nanoTime() < end)) {
        for (int i = 0; i < chains.size(); i++) {
          millis[i][rounds] = run(pools.get(i), chains.get(i));
        }
        rounds++;
      }
      List<EngineTimes.Time> times = new ArrayList<>();
      for (int i = 0; i < chains.size(); i++) {
        times.add(
            new EngineTimes.Time(
                chains.get(i).form().engine(),
                chains.get(i).backend().version(),
                chains.get(i).form().name(),
                median(millis[i], rounds)));
      }
      return EngineTimes.here(network, threads, times);
    } finally {
      pools.forEach(InferencePool::close);
    }
  }

  private static double run(InferencePool pool, UnitChain chain) {
    try {
      return pool.run(() -> run(chain)).value();
    } catch (InferencePool.FullException e) {
      throw new IllegalStateException("nothing else is in this pool", e);
    }
  }

  private static double run(UnitChain chain) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.allocate(memory, 0, 1);
      input.buffer().put(new byte[input.buffer().remaining()]);
      long start = System.nanoTime();
      chain.run(memory, input, chain.network().length());
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static double median(double[] millis, int rounds) {
    double[] sorted = Arrays.copyOf(millis, rounds);
    Arrays.sort(sorted);
    return sorted[rounds / 2];
  }
}
