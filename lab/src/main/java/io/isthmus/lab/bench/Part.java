package io.isthmus.lab.bench;

import io.isthmus.cli.service.Answer;
import java.util.function.ToDoubleFunction;

/** The parts of a request's time. */
enum Part {
  DECODE(Answer.Times::decode),
  HEAD(Answer.Times::head),
  TRANSFER(Answer.Times::transfer),
  QUEUE(Answer.Times::queue),
  TAIL(Answer.Times::tail),
  /** What no other part accounts for, and no prediction knows of. */
  OTHER(Answer.Times::unaccounted);

  @SuppressWarnings("ImmutableEnumChecker") // a method of a record
  private final ToDoubleFunction<Answer.Times> of;

  Part(ToDoubleFunction<Answer.Times> of) {
    this.of = of;
  }

  /** Its milliseconds. */
  double of(Answer.Times times) {
    return of.applyAsDouble(times);
  }
}
