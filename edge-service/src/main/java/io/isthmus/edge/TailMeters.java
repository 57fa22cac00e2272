package io.isthmus.edge;

import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.observability.HistogramBuckets;
import io.isthmus.wire.ServerTimes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tails that were answered, and the load of this edge, as meters and in the log. */
@Component
class TailMeters {

  private static final Logger log = LoggerFactory.getLogger(TailMeters.class);

  private final Network network;
  private final Meter.MeterProvider<Timer> tails;
  private final Meter.MeterProvider<Timer> parts;
  private final DistributionSummary batches;
  private final Meter.MeterProvider<Counter> received;
  private final Counter sent;

  /**
   * How much a tail was.
   *
   * @param cut where it began
   * @param batch number of images
   * @param encoding of what came; raw for images
   * @param upBytes of the body that it came in
   * @param downBytes of the body that it is answered with
   */
  record Sizes(int cut, int batch, Encoding encoding, long upBytes, long downBytes) {}

  TailMeters(Network network, LoadMeter load, MeterRegistry meters) {
    this.network = network;
    tails =
        HistogramBuckets.timer("isthmus.tail", "From the body's first byte to the logits")
            .withRegistry(meters);
    parts =
        HistogramBuckets.timer("isthmus.tail.part", "Where the time of a tail goes")
            .withRegistry(meters);
    batches =
        HistogramBuckets.count("isthmus.tail.batch", "Images of a tail", "images").register(meters);
    received =
        bytes("isthmus.tail.received", "Bytes of activations and images").withRegistry(meters);
    sent = bytes("isthmus.tail.sent", "Bytes of logits").register(meters);
    Gauge.builder("isthmus.edge.queue", load, l -> l.queueMs() / 1000)
        .description("Expected wait of a new arrival for an inference thread")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("isthmus.edge.factor", load, LoadMeter::slowdown)
        .description("How many times slower than its profile the edge runs")
        .register(meters);
    Gauge.builder("isthmus.edge.image.factor", load, LoadMeter::imageSlowdown)
        .description("How many times slower than its profile the edge decodes images")
        .register(meters);
  }

  private static Counter.Builder bytes(String name, String description) {
    return Counter.builder(name).description(description).baseUnit("bytes");
  }

  /** Counts a tail that was answered. */
  void answered(Sizes sizes, ServerTimes times) {
    tails
        .withTag("split", unit(sizes.cut()))
        .record(duration(times.receiveMs() + times.serverMs()));
    parts.withTag("part", "receive").record(duration(times.receiveMs()));
    parts.withTag("part", "decode").record(duration(times.decodeMs()));
    parts.withTag("part", "queue").record(duration(times.queueMs()));
    parts.withTag("part", "tail").record(duration(times.tailMs()));
    batches.record(sizes.batch());
    // by the kind alone: how many levels there are is the client's choice
    received
        .withTag("encoding", sizes.encoding().kind().word())
        .increment((double) sizes.upBytes());
    sent.increment((double) sizes.downBytes());
    tell(sizes, times);
  }

  /** One line a tail, whose values are fields as well where logs are structured. */
  private void tell(Sizes sizes, ServerTimes times) {
    if (log.isDebugEnabled()) {
      log.atDebug()
          .addKeyValue("split", unit(sizes.cut()))
          .addKeyValue("batch", sizes.batch())
          .addKeyValue("encoding", sizes.encoding().toString())
          .addKeyValue("bytes", sizes.upBytes())
          .addKeyValue("receiveMs", times.receiveMs())
          .addKeyValue("decodeMs", times.decodeMs())
          .addKeyValue("queueMs", times.queueMs())
          .addKeyValue("tailMs", times.tailMs())
          .log(
              String.format(
                  Locale.ROOT,
                  "answered: %d images from %s on, %d bytes %s, receive %.1f, decode %.1f, queue %.1f,"
                      + " tail %.1f ms",
                  sizes.batch(),
                  unit(sizes.cut()),
                  sizes.upBytes(),
                  sizes.encoding(),
                  times.receiveMs(),
                  times.decodeMs(),
                  times.queueMs(),
                  times.tailMs()));
    }
  }

  private String unit(int cut) {
    return network.cutName(cut);
  }

  private static Duration duration(double ms) {
    return Duration.ofNanos((long) (ms * 1e6));
  }
}
