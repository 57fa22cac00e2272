package io.isthmus.lab.bench;

import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.service.Answer;
import io.isthmus.cli.service.Conditions;
import io.isthmus.units.DataRate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Observations with made-up numbers. */
final class Observations {

  static final DataRate RATE = DataRate.parse("8MB/s");
  static final RequestMix.Request ASKED = new RequestMix.Request(Load.NONE, 1, InputKind.FRAMES);

  private static final Conditions BELIEVED =
      new Conditions("READY", new Conditions.Link(8e6, 1, 0.0), 0, 1, 1);

  private Observations() {}

  /** Times of which only head and total are not 0. */
  static Answer.Times times(double head, double total) {
    return new Answer.Times(0, head, 0, 0, 0, total);
  }

  static Observation observation(
      Answer.@Nullable Times predicted, Answer.Times measured, boolean degraded) {
    Answer.Decision decision =
        new Answer.Decision("local", 18, "head", "raw", "fastest", predicted, List.of());
    Answer answer = new Answer(List.of(), decision, measured, degraded);
    return new Observation(1, 0, RATE, ASKED, false, BELIEVED, answer);
  }
}
