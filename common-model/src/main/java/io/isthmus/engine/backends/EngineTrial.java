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

  /** Pictures that requests bring: mostly one, and some more where the edge or a batch asks. */
  private static final int BATCH = 8;

  private static final int MOST = 25;
  private static final long ENOUGH_NANOS = 1_000_000_000;

  private EngineTrial() {}

  /** Runs one picture through every chain, again and again, and then several. */
  static EngineTimes measure(List<UnitChain> chains, Network network, int threads) {
    List<InferencePool> pools = new ArrayList<>();
    try {
      chains.forEach(chain -> pools.add(new InferencePool(chain.backend(), 1, 1)));
      double[] one = medians(chains, pools, 1, 5);
      double[] several = medians(chains, pools, BATCH, 2);
      List<EngineTimes.Time> times = new ArrayList<>();
      for (int i = 0; i < chains.size(); i++) {
        UnitChain chain = chains.get(i);
        times.add(
            new EngineTimes.Time(
                chain.form().engine(),
                chain.backend().version(),
                chain.form().name(),
                one[i],
                several[i] / BATCH));
      }
      return EngineTimes.here(network, threads, chains.get(0).backend().device(), times);
    } finally {
      pools.forEach(InferencePool::close);
    }
  }

  /** Milliseconds of each chain; the first round, which finds them cold, does not count. */
  private static double[] medians(
      List<UnitChain> chains, List<InferencePool> pools, int batch, int least) {
    double[][] millis = new double[chains.size()][MOST];
    long end = System.nanoTime() + ENOUGH_NANOS;
    int rounds = -1;
    while (rounds < least || (rounds < MOST && System.nanoTime() < end)) {
      for (int i = 0; i < chains.size(); i++) {
        double took = run(pools.get(i), chains.get(i), batch);
        if (rounds >= 0) {
          millis[i][rounds] = took;
        }
      }
      rounds++;
    }
    int counted = rounds;
    return Arrays.stream(millis).mapToDouble(each -> median(each, counted)).toArray();
  }

  private static double run(InferencePool pool, UnitChain chain, int batch) {
    try {
      return pool.run(() -> run(chain, batch)).value();
    } catch (InferencePool.FullException e) {
      throw new IllegalStateException("nothing else is in this pool", e);
    }
  }

  private static double run(UnitChain chain, int batch) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.allocate(memory, 0, batch);
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
