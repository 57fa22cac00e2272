package io.isthmus.lab.testbed;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whose time a comparison is made by. */
enum Clock {
  /** The client's: upload to the device, and the answer's way back, included. */
  CLIENT {
    @Override
    @Nullable Double of(Observation row) {
      return row.times().clientMs();
    }
  },
  /** The device's own: what its decision is about. */
  DEVICE {
    @Override
    @Nullable Double of(Observation row) {
      return row.times().deviceMs();
    }
  };

  abstract @Nullable Double of(Observation row);

  /** Milliseconds of a request that was answered. */
  double ms(Observation row) {
    return Objects.requireNonNull(of(row), "an answer has its times");
  }
}
