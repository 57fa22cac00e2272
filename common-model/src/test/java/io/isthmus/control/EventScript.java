package io.isthmus.control;

import io.isthmus.decision.Decision;
import io.isthmus.decision.Option;
import io.isthmus.decision.Plan;
import io.isthmus.decision.Reason;
import io.isthmus.decision.Workload;
import io.isthmus.encoding.Encoding;
import io.isthmus.estimate.LinkSample;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.TimingProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Any bytes as a history of a controller: events in any order, with any numbers, and requests
 * between them. Whatever it is told, a controller must decide.
 */
public final class EventScript {

  static final Network NETWORK = Chains.of(100, List.of(60_000, 7_500, 30_000, 10));

  static final TimingProfile DEVICE =
      MadeProfile.of(
          MadeProfile.batch(1, 20, 20, 30, 30), MadeProfile.batch(8, 120, 130, 220, 210));

  static final TimingProfile EDGE =
      MadeProfile.of(MadeProfile.batch(1, 5, 5, 8, 8), MadeProfile.batch(8, 32, 36, 60, 55));

  private static final int MOST_EVENTS = 300;

  private final ByteBuffer bytes;
  private Controller controller;
  private long nanos;
  private int decisions;

  private EventScript(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
    nanos = number();
    controller =
        Controller.startingAt(
                Setup.of(NETWORK, flag(), flag(), 1 + small(3), Duration.ofMillis(250)), nanos)
            .on(new DeviceEvent.Profiled(DEVICE), nanos);
  }

  /**
   * Runs it.
   *
   * @return how many decisions were taken
   * @throws IllegalStateException where one makes no sense
   */
  public static int run(byte[] bytes) {
    EventScript script = new EventScript(bytes);
    for (int i = 0; i < MOST_EVENTS && script.bytes.hasRemaining(); i++) {
      script.nanos += Math.abs((long) (1e6 * (script.small(5000) / 7.0)));
      if (script.small(4) == 0) {
        script.decide();
      } else {
        script.controller = script.controller.on(script.event(), script.nanos);
      }
    }
    script.decide();
    return script.decisions;
  }

  private void decide() {
    int batch = 1 + small(16);
    double leftMs = flag() ? Double.POSITIVE_INFINITY : wild();
    Request request =
        new Request(preference(batch), new Workload(batch, 30_000L * batch, small(9)), leftMs);
    Controller.Decided once = controller.decide(request, nanos);
    Controller.Decided again = controller.decide(request, nanos);
    require(once.verdict().kind() == again.verdict().kind(), "the same state decides the same");
    Decision decision = once.verdict().decision();
    if (decision != null) {
      check(decision, batch);
      require(decision.plan().equals(requirePlan(again)), "the same state plans the same");
    }
    controller.probeDue(nanos);
    controller = once.next();
    decisions++;
  }

  private static Plan requirePlan(Controller.Decided decided) {
    Decision decision = decided.verdict().decision();
    require(decision != null, "a decision");
    return Objects.requireNonNull(decision).plan();
  }

  private void check(Decision decision, int batch) {
    require(decision.plan().images() == batch, "a plan holds the batch");
    var predicted = decision.predicted();
    if (predicted != null) {
      double ms = predicted.totalMs();
      require(ms >= 0 && Double.isFinite(ms), "a time is predicted, not " + ms);
    }
    boolean named = decision.reason() == Reason.FORCED;
    boolean raw = decision.plan().chunks().stream().anyMatch(chunk -> chunk.option().offloads());
    boolean may = controller.setup().selector().allows(Option.at(0));
    require(
        named || may || !raw || decision.reason() != Reason.FASTEST, "what may not leave stays");
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalStateException(rule);
    }
  }

  private SplitPreference preference(int batch) {
    return switch (small(4)) {
      case 0 -> new SplitPreference.FastestCut();
      case 1 -> new SplitPreference.Cut(Option.at(small(5)));
      case 2 -> new SplitPreference.Chunks(Plan.single(batch, Option.at(small(5))));
      default -> new SplitPreference.Fastest();
    };
  }

  private Event event() {
    TailWork work = new TailWork(Option.at(small(4)), 1 + small(12), small(100));
    return switch (small(20)) {
      case 0 -> new EdgeEvent.Met(EDGE);
      case 1 -> new EdgeEvent.Differs();
      case 2 -> new EdgeEvent.Differs();
      case 3 -> new EdgeEvent.BreakerTurned(flag());
      case 4 -> new EdgeEvent.Wanted();
      case 5 -> new EdgeEvent.Sent(work, number());
      case 6 -> new EdgeEvent.Answered(work, sample(), wild(), wild(), wild(), small(5));
      case 7 -> new EdgeEvent.Refused(Duration.ofMillis(small(60_000)), flag() ? null : report());
      case 8 -> new EdgeEvent.Reported(report());
      case 9 -> new EdgeEvent.GivenUp(number(), wild());
      case 10 -> new EdgeEvent.Probed(sample(), flag() ? null : report());
      case 11 -> new EdgeEvent.ProbeFailed(small(1 << 20));
      case 12 -> new DeviceEvent.WorkBegan(wild());
      case 13 -> new DeviceEvent.WorkEnded(wild());
      case 14 -> new DeviceEvent.Computed(wild(), wild());
      case 15 -> new DeviceEvent.Decoded(wild(), wild());
      case 16 -> new DeviceEvent.SendingSeen(wild());
      case 17 ->
          new DeviceEvent.Encoded(
              Option.at(small(4), Encoding.LOSSLESS), flag(), small(5), number());
      case 18 -> new GuardEvent.ShadowChecked(work.option(), 1 + small(9), small(2));
      default -> new DeviceEvent.PlanCarriedOut(wild(), wild());
    };
  }

  private LinkSample sample() {
    return new LinkSample(number(), number(), wild(), wild(), wild());
  }

  private Report report() {
    return new Report(wild(), wild(), small(5));
  }

  private int next() {
    return bytes.hasRemaining() ? bytes.get() & 255 : 0;
  }

  private boolean flag() {
    return (next() & 1) == 1;
  }

  private int small(int bound) {
    return ((next() << 8) | next()) % bound;
  }

  /** Usually a plausible time, sometimes any double. */
  private double wild() {
    int kind = next();
    if (kind < 200) {
      return kind * kind / 37.0;
    }
    return bytes.remaining() >= 8 ? bytes.getDouble() : Double.NaN;
  }

  private long number() {
    int kind = next();
    if (kind < 200) {
      return (long) kind * kind * 37;
    }
    return bytes.remaining() >= 8 ? bytes.getLong() : -1;
  }
}
