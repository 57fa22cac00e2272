package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.EdgeException;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.device.edge.EdgeWork;
import io.isthmus.device.edge.TailAnswer;
import io.isthmus.device.edge.TailCall;
import io.isthmus.device.edge.TensorBody;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Computation;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.Problems;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request being carried out. The activation at the cut is held until the edge has answered: if
 * it fails, the device goes on from there, and no unit runs twice. If it is overdue, the device
 * goes on as well, and what is ready first is the answer.
 */
final class Run {

  private static final Logger logger = LoggerFactory.getLogger(Run.class);

  /** The activation that the device goes on from where the edge does not answer. */
  private interface Held {
    Activation activation() throws ImageException;
  }

  private final Computation computation;
  private final LoadMeter load;
  private final ProfileTimes profile;
  private final EdgeLink edge;
  private final Network network;
  private final RequestMemory memory;
  private final InferInput input;

  private double decodeMs;
  private double headMs;
  private double transferMs;
  private double edgeQueueMs;
  private double tailMs;
  private double deviceQueueMs;
  private long sentBytes;
  private double receiveMs;
  private boolean edgeFailed;

  Run(
      Computation computation,
      LoadMeter load,
      ProfileTimes profile,
      EdgeLink edge,
      Network network,
      RequestMemory memory,
      InferInput input) {
    this.computation = computation;
    this.load = load;
    this.profile = profile;
    this.edge = edge;
    this.network = network;
    this.memory = memory;
    this.input = input;
  }

  /**
   * Runs the chain, cut at {@code split}, and returns the logits of each image.
   *
   * @param waiting how long to wait for the edge
   */
  List<float[]> carryOut(int split, Waiting waiting) throws ImageException {
    if (split == 0) {
      return rows(onEdge(0, input.edgeBody(), waiting, this::decodedIfItFits));
    }
    Activation held = head(split);
    if (split == network.length()) {
      return rows(held.tensor().data());
    }
    TensorBody body = new TensorBody("activation", held.tensor());
    return rows(onEdge(split, body, waiting, () -> held));
  }

  /** Units 1 … {@code to}; it is this device's load until they are done, not until the answer. */
  private Activation head(int to) throws ImageException {
    double profiledMs = profile.images(input.pixels()) + profile.units(0, to, input.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      if (input instanceof InferInput.Images images) {
        Computation.FromImages run = computation.run(memory, images.files(), to);
        decoded(run.decodeMs());
        return computed(run.stretch(), profile.units(0, to, input.batch()));
      }
      return onDevice(((InferInput.Frames) input).input(), to);
    }
  }

  private boolean fits() {
    return input.batch() <= profile.largestBatch();
  }

  /** The input, for a device that goes on where the edge should have begun. */
  private Activation decodedIfItFits() throws ImageException {
    if (!fits()) { // the edge alone had room for it
      throw Problems.unavailable(
          "The edge failed, and this device takes up to %d images at once."
              .formatted(profile.largestBatch()),
          Duration.ofSeconds(1));
    }
    return decoded();
  }

  private Activation decoded() throws ImageException {
    if (input instanceof InferInput.Images images) {
      Computation.Stretch stretch = computation.decode(memory, images.files());
      decoded(stretch.ranMs());
      deviceQueueMs += stretch.waitedMs();
      return stretch.activation();
    }
    return ((InferInput.Frames) input).input();
  }

  private void decoded(double ms) {
    decodeMs += ms;
    load.decoded(ms, profile.images(input.pixels()));
  }

  private Activation onDevice(Activation from, int to) {
    double profiledMs = profile.units(from.cut(), to, from.batch());
    return computed(computation.run(memory, from, to), profiledMs);
  }

  private Activation computed(Computation.Stretch stretch, double profiledMs) {
    headMs += stretch.ranMs();
    deviceQueueMs += stretch.waitedMs();
    load.measured(stretch.ranMs(), profiledMs);
    return stretch.activation();
  }

  /** The logits: the edge's, or the device's own from what it holds. */
  private ByteBuffer onEdge(int split, EdgeBody body, Waiting waiting, Held held)
      throws ImageException {
    long start = System.nanoTime();
    TailCall call = edge.begin(work(split), body, waiting.exchangeMs());
    try {
      TailAnswer answer = call.await(fits() ? waiting.patience() : Waiting.FOREVER);
      if (answer != null) {
        return accepted(answer, body);
      }
      transferMs = millisSince(start);
      return race(call, body, held.activation());
    } catch (EdgeException e) {
      logger.debug("The device finishes alone after cut {}: {}", split, e.getMessage());
      transferMs = millisSince(start);
      return alone(held.activation());
    } finally {
      call.abandon();
    }
  }

  private EdgeWork work(int split) {
    return new EdgeWork(split, input.batch(), split == 0 ? input.pixels() : 0);
  }

  private ByteBuffer accepted(TailAnswer answer, EdgeBody body) {
    transferMs = answer.transferMs();
    decodeMs += answer.times().decodeMs();
    edgeQueueMs = answer.times().queueMs();
    tailMs = answer.times().tailMs();
    sentBytes = body.length();
    receiveMs = answer.times().receiveMs();
    return answer.logits();
  }

  private ByteBuffer alone(Activation held) {
    edgeFailed = true;
    double profiledMs = profile.units(held.cut(), network.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      return onDevice(held, network.length()).tensor().data();
    }
  }

  /** Goes on from what is held, unit by unit, until this device or the edge is done. */
  private ByteBuffer race(TailCall call, EdgeBody body, Activation held) throws EdgeException {
    Activation now = held;
    double ranMs = 0;
    double waitedMs = 0;
    double profiledMs = profile.units(held.cut(), network.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      while (now.cut() < network.length() && !call.answered()) {
        Computation.Stretch stretch = computation.run(memory, now, now.cut() + 1);
        ranMs += stretch.ranMs();
        waitedMs += stretch.waitedMs();
        if (now != held) {
          now.release();
        }
        now = stretch.activation();
      }
    }
    if (now.cut() < network.length()) {
      return accepted(Objects.requireNonNull(call.await(Waiting.FOREVER)), body);
    }
    headMs += ranMs;
    deviceQueueMs += waitedMs;
    edgeFailed = true;
    return now.tensor().data();
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  boolean edgeFailed() {
    return edgeFailed;
  }

  Observation observed(double totalMs) {
    MeasuredTime time =
        new MeasuredTime(decodeMs, headMs, transferMs, edgeQueueMs, tailMs, deviceQueueMs, totalMs);
    return new Observation(time, sentBytes, receiveMs);
  }

  private List<float[]> rows(ByteBuffer logits) {
    FloatBuffer values = logits.asFloatBuffer();
    List<float[]> images = new ArrayList<>(input.batch());
    for (int i = 0; i < input.batch(); i++) {
      float[] row = new float[network.classes()];
      values.get(row);
      images.add(row);
    }
    return images;
  }
}
