package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RejectionExplorationTest {

  private static final long MS = 1_000_000;

  /** A machine, what is believed of it, and requests whose deadline it can meet. */
  private static final class World {
    private final double profiledMs;
    private final double truth;
    private SlowdownEstimate believed;
    private RejectionExploration doubt = RejectionExploration.startingAt(0);
    private long now;
    private int served;
    private double triedMs;

    World(double profiledMs, double truth, double believed) {
      this.profiledMs = profiledMs;
      this.truth = truth;
      this.believed = new SlowdownEstimate(believed, SlowdownEstimate.MOST_AGREEING, 0, 0);
    }

    /** Whether it is carried out. */
    boolean request(double leftMs, long afterMs) {
      now += afterMs * MS;
      double predictedMs = profiledMs * believed.at(now);
      boolean tried = false;
      if (predictedMs > leftMs) {
        tried = doubt.tries(predictedMs, leftMs, now);
        if (!tried) {
          doubt = doubt.refused(predictedMs, leftMs);
          return false;
        }
        doubt = doubt.tried(predictedMs, now);
      }
      double tookMs = profiledMs * truth;
      now += (long) (tookMs * MS);
      believed = believed.next(tookMs, profiledMs, now);
      served++;
      triedMs += tried ? tookMs : 0;
      return true;
    }
  }

  @Property(tries = 300)
  void aWrongPredictionDoesNotRefuseForEver(
      @ForAll @DoubleRange(min = 5, max = 2000) double profiledMs,
      @ForAll @DoubleRange(min = 0.45, max = 20) double truth,
      @ForAll @DoubleRange(min = 0.13, max = 64) double believed,
      @ForAll @IntRange(min = 1, max = 1000) int everyMs) {
    World world = new World(profiledMs, truth, believed);
    double leftMs = 1.4 * profiledMs * truth;
    long hour = 3_600_000 * MS;
    while (world.now < hour && !world.request(leftMs, everyMs)) {
      // refused
    }
    // a trial has told, or two, and a bad guess of the other kind is corrected by what it lets in
    while (world.now < 2 * hour && world.served < 5) {
      world.request(leftMs, everyMs);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(world.request(leftMs, everyMs)).as("request %d", i).isTrue();
    }
  }

  @Test
  void withoutDoubtAStoredProfileThatIsTooSlowWouldRefuseForEver() {
    double leftMs = 60;
    SlowdownEstimate believed = SlowdownEstimate.NONE;
    for (long hours = 1; hours < 100; hours++) {
      assertThat(100 * believed.at(hours * 3_600_000 * MS)).isGreaterThan(leftMs);
    }
    World world = new World(100, 0.5, 1);
    while (world.served < 3) {
      world.request(leftMs, 100);
    }
    assertThat(world.request(leftMs, 100)).isTrue();
  }

  @Property
  void trialsInVainTakeAFixedShareOfTheTime(
      @ForAll @DoubleRange(min = 1, max = 2000) double profiledMs,
      @ForAll @DoubleRange(min = 0.34, max = 0.9) double share,
      @ForAll @IntRange(min = 1, max = 100) int everyMs) {
    World world = new World(profiledMs, 1, 1); // refused rightly
    for (int i = 0; i < 3000; i++) {
      world.request(share * profiledMs, everyMs);
    }
    double first = profiledMs;
    assertThat(world.triedMs)
        .isLessThanOrEqualTo(RejectionExploration.SHARE * world.now / MS + first + 1e-6);
    assertThat(world.served).isLessThanOrEqualTo(3000 / RejectionExploration.EVERY);
  }

  @Test
  void whatIsHopelessIsNeverTried_andTheFirstRefusalsAreRefusals() {
    RejectionExploration doubt = RejectionExploration.startingAt(0);
    for (int i = 0; i < 100; i++) {
      assertThat(doubt.tries(100, 33, i)).isFalse();
      assertThat(doubt.tries(100, 0, i)).isFalse();
      assertThat(doubt.tries(100, -1, i)).isFalse();
      doubt = doubt.refused(100, 33).refused(100, -1);
    }
    assertThat(doubt.tries(100, 50, 0)).isFalse();
    for (int i = 1; i < RejectionExploration.EVERY; i++) {
      assertThat(doubt.tries(100, 50, 0)).isFalse();
      doubt = doubt.refused(100, 50);
    }
    assertThat(doubt.tries(100, 50, 0)).isTrue();
  }
}
