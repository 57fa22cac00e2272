package io.isthmus.device.edge;

import io.isthmus.estimate.TailTimes;
import io.isthmus.wire.ServerTimes;
import java.nio.ByteBuffer;

/**
 * What the edge answered.
 *
 * @param values of each image, those of one output after another
 * @param times where the time went at the edge
 * @param exchangeMs from the first byte written to the last byte read
 */
public record TailAnswer(ByteBuffer values, ServerTimes times, double exchangeMs) {

  /** The answer, with of the edge's times what can be true of the exchange. */
  static TailAnswer of(ByteBuffer values, TailTimes times) {
    double ms = Math.max(0, times.exchangeMs());
    ServerTimes server =
        new ServerTimes(times.receiveMs(), times.decodeMs(), times.queueMs(), times.tailMs());
    return new TailAnswer(values, server.within(ms), ms);
  }

  /** What the link took: the exchange without the edge's own time. */
  public double transferMs() {
    return Math.max(0, exchangeMs - times.serverMs());
  }
}
