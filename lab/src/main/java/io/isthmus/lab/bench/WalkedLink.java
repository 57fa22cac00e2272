package io.isthmus.lab.bench;

import io.isthmus.cli.link.Relay;
import io.isthmus.units.DataRate;
import java.util.List;

/** A link whose rate changes between requests. */
final class WalkedLink implements LinkScript {

  private final Relay relay;
  private final List<DataRate> rates;

  /** A link with a rate for each request. */
  WalkedLink(Relay relay, List<DataRate> rates) {
    this.relay = relay;
    this.rates = rates;
  }

  @Override
  public DataRate before(int request) {
    DataRate rate = rates.get(request);
    if (request == 0 || !rate.equals(rates.get(request - 1))) {
      relay.setRate(rate);
    }
    return rate;
  }
}
