package io.isthmus.estimate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Any double: those that break sums above all, and usual ones. */
public final class Wild implements ArbitrarySupplier<Double> {

  private static final Double[] ODD = {
    0.0,
    -0.0,
    -1.0,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e-300,
    1e18,
    1e308,
    -1e308,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  @Override
  public Arbitrary<Double> get() {
    return Arbitraries.oneOf(
        Arbitraries.of(ODD),
        Arbitraries.longs().map(Double::longBitsToDouble),
        Arbitraries.integers().between(0, 10_000).map(n -> n / 7.0));
  }
}
