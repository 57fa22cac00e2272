package io.isthmus.lab.bench;

import io.isthmus.units.DataRate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A link that becomes faster or slower by a factor of 2 now and then: a random walk. */
final class RateWalk {

  /** The rates it walks between. */
  static final List<DataRate> RATES =
      List.of("1MB/s", "2MB/s", "4MB/s", "8MB/s", "16MB/s", "32MB/s", "64MB/s").stream()
          .map(DataRate::parse)
          .toList();

  /** Fewest and most requests at one rate. */
  static final int SHORTEST = 12;

  static final int LONGEST = 20;

  private RateWalk() {}

  /** The rate of each request; begins in the middle. The last stretch may be cut short. */
  static List<DataRate> of(int requests, SplittableRandom random) {
    List<DataRate> walk = new ArrayList<>(requests);
    int at = RATES.size() / 2;
    while (walk.size() < requests) {
      int stretch = random.nextInt(SHORTEST, LONGEST + 1);
      for (int i = 0; i < stretch && walk.size() < requests; i++) {
        walk.add(RATES.get(at));
      }
      at = step(at, random);
    }
    return walk;
  }

  private static int step(int at, SplittableRandom random) {
    if (at == 0) {
      return 1;
    }
    return at == RATES.size() - 1 || random.nextBoolean() ? at - 1 : at + 1;
  }
}
