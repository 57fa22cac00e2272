package io.isthmus.lab.reproduce;

import io.isthmus.cli.UsageException;
import io.isthmus.cli.map.SplitMap;
import io.isthmus.cli.predict.Batches;
import io.isthmus.cli.predict.InputForm;
import io.isthmus.cli.predict.Machines;
import io.isthmus.cli.predict.Predictor;
import io.isthmus.cli.predict.RateRange;
import io.isthmus.units.DataRate;

/**
 * One network, priced in one way on machines of one speed.
 *
 * @param variant what is counted
 * @param speed how fast the machines are
 * @param map the paper's plane of states: 1 to 128 MB/s, batches 1 to 64
 */
record Case(Variant variant, Speed speed, SplitMap map) {

  private static final RateRange RATES = new RateRange(new DataRate(1e6), new DataRate(128e6));
  private static final int LARGEST_BATCH = 64;

  static Case of(Measured measured, Variant variant, Speed speed, InputForm.Jpeg photo)
      throws UsageException {
    Machines machines = measured.machines(speed.factor());
    int largest = Math.min(LARGEST_BATCH, machines.largestBatch());
    Predictor predictor = new Predictor(machines, variant.terms(photo));
    return new Case(variant, speed, new SplitMap(predictor, RATES, Batches.upTo(largest)));
  }

  Predictor predictor() {
    return map.predictor();
  }

  String network() {
    return predictor().network().name();
  }
}
