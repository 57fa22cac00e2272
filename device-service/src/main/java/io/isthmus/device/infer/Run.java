package io.isthmus.device.infer;

import io.isthmus.device.decide.MeasuredTime;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.EdgeException;
import io.isthmus.device.edge.EdgeLink;
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
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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

  /**
   * How long to wait for the edge.
   *
   * @param exchangeMs how long the exchange is expected to take; negative if nobody knows
   * @param patience how long until the device goes on by itself
   */
  record Waiting(double exchangeMs, Duration patience) {}

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
  private double queueMs;
  private double tailMs;
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
      return split(onEdge(0, input.edgeBody(), waiting, this::decoded));
    }
    Activation held = onDevice(decoded(), split);
    if (split == network.length()) {
      return split(held.tensor().data());
    }
    return split(onEdge(split, new TensorBody("activation", held.tensor()), waiting, () -> held));
  }

  private Activation decoded() throws ImageException {
    if (input instanceof InferInput.Images images) {
      Computation.Stretch stretch = computation.decode(memory, images.files());
      decodeMs += stretch.ranMs();
      queueMs += stretch.waitedMs();
      return stretch.activation();
    }
    return ((InferInput.Frames) input).input();
  }

  private Activation onDevice(Activation from, int to) {
    Computation.Stretch stretch = computation.run(memory, from, to);
    headMs += stretch.ranMs();
    queueMs += stretch.waitedMs();
    load.measured(stretch.ranMs(), profile.units(from.cut(), to, from.batch()));
    return stretch.activation();
  }

  /** The logits: the edge's, or the device's own from what it holds. */
  private ByteBuffer onEdge(int split, EdgeBody body, Waiting waiting, Held held)
      throws ImageException {
    long start = System.nanoTime();
    TailCall call = edge.begin(split, input.batch(), body, waiting.exchangeMs());
    try {
      TailAnswer answer = call.await(waiting.patience());
      if (answer != null) {
        return accept(answer);
      }
      transferMs = millisSince(start);
      Activation finished = finish(held.activation(), call);
      if (finished != null) {
        return alone(finished);
      }
      return accept(Objects.requireNonNull(call.await(waiting.patience()), "it has ended"));
    } catch (EdgeException e) {
      logger.debug("The device finishes alone after cut {}: {}", split, e.getMessage());
      transferMs = millisSince(start);
      return alone(onDevice(held.activation(), network.length()));
    } finally {
      call.abandon();
    }
  }

  private ByteBuffer accept(TailAnswer answer) {
    transferMs = answer.transferMs();
    decodeMs += answer.times().decodeMs();
    queueMs += answer.times().queueMs();
    tailMs = answer.times().tailMs();
    return answer.logits();
  }

  private ByteBuffer alone(Activation finished) {
    edgeFailed = true;
    return finished.tensor().data();
  }

  /** Goes on from what is held, unit by unit; null as soon as the exchange has ended. */
  private @Nullable Activation finish(Activation held, TailCall call) {
    Activation now = held;
    while (now.cut() < network.length()) {
      if (call.ended()) {
        return null;
      }
      Computation.Stretch stretch = computation.run(memory, now, now.cut() + 1);
      headMs += stretch.ranMs();
      queueMs += stretch.waitedMs();
      if (now != held) {
        now.release();
      }
      now = stretch.activation();
    }
    return now;
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  boolean edgeFailed() {
    return edgeFailed;
  }

  MeasuredTime measured(double totalMs) {
    return new MeasuredTime(decodeMs, headMs, transferMs, queueMs, tailMs, totalMs);
  }

  private List<float[]> split(ByteBuffer logits) {
    FloatBuffer values = logits.asFloatBuffer();
    List<float[]> rows = new ArrayList<>(input.batch());
    for (int i = 0; i < input.batch(); i++) {
      float[] row = new float[network.classes()];
      values.get(row);
      rows.add(row);
    }
    return rows;
  }
}
