package io.isthmus.lab.bench;

import io.isthmus.units.DataRate;

/** How fast the link is while requests are posted. */
interface LinkScript extends AutoCloseable {

  /** Makes the link ready for a request, counted from 0, and tells its rate just now. */
  DataRate before(int request);

  @Override
  default void close() {}
}
