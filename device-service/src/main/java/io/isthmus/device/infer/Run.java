package io.isthmus.device.infer;

import io.isthmus.device.decide.MeasuredTime;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.EdgeException;
import io.isthmus.device.edge.EdgeLink;
import io.isthmus.device.edge.TailAnswer;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request being carried out. The activation at the cut is held until the edge has answered: if
 * it fails, the device goes on from there, and no unit runs twice.
 */
final class Run {

  private static final Logger logger = LoggerFactory.getLogger(Run.class);

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

  /** Runs the chain, cut at {@code split}, and returns the logits of each image. */
  List<float[]> carryOut(int split, double exchangeMs) throws ImageException {
    if (split == 0) {
      ByteBuffer logits = onEdge(0, input.edgeBody(), exchangeMs);
      return logits == null ? finish(decoded()) : split(logits);
    }
    Activation held = onDevice(decoded(), split);
    if (split == network.length()) {
      return split(held.tensor().data());
    }
    ByteBuffer logits = onEdge(split, new TensorBody("activation", held.tensor()), exchangeMs);
    return logits == null ? finish(held) : split(logits);
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

  private List<float[]> finish(Activation held) {
    return split(onDevice(held, network.length()).tensor().data());
  }

  /** The edge's logits, or null if it failed. */
  private @Nullable ByteBuffer onEdge(int split, EdgeBody body, double exchangeMs) {
    long start = System.nanoTime();
    try {
      TailAnswer answer = edge.tail(split, input.batch(), body, exchangeMs);
      transferMs = answer.transferMs();
      decodeMs += answer.times().decodeMs();
      queueMs += answer.times().queueMs();
      tailMs = answer.times().tailMs();
      return answer.logits();
    } catch (EdgeException e) {
      transferMs = (System.nanoTime() - start) / 1e6;
      edgeFailed = true;
      logger.debug("The device finishes alone after cut {}: {}", split, e.getMessage());
      return null;
    }
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
