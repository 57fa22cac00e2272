package io.isthmus.device.infer;

import io.isthmus.accuracy.MeasuredTime;
import io.isthmus.accuracy.Observation;
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
import io.isthmus.service.Problems;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
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

  /** Runs the chain, cut at {@code split}, and returns the logits of each image. */
  List<float[]> carryOut(int split, double exchangeMs) throws ImageException {
    if (split == 0) {
      ByteBuffer logits = onEdge(0, input.edgeBody(), exchangeMs);
      return logits == null ? rows(all()) : rows(logits);
    }
    Activation held = head(split);
    if (split == network.length()) {
      return rows(held.tensor().data());
    }
    ByteBuffer logits = onEdge(split, new TensorBody("activation", held.tensor()), exchangeMs);
    return logits == null ? rows(finished(held)) : rows(logits);
  }

  /** Units 1 … {@code to}; it is this device's load until they are done, not until the answer. */
  private Activation head(int to) throws ImageException {
    double profiledMs = profile.images(input.pixels()) + profile.units(0, to, input.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      return onDevice(decoded(), to);
    }
  }

  private ByteBuffer all() throws ImageException {
    if (input.batch() > profile.largestBatch()) { // the edge alone had room for it
      throw Problems.unavailable(
          "The edge failed, and this device takes up to %d images at once."
              .formatted(profile.largestBatch()),
          Duration.ofSeconds(1));
    }
    return head(network.length()).tensor().data();
  }

  private ByteBuffer finished(Activation held) {
    double profiledMs = profile.units(held.cut(), network.length(), held.batch());
    try (LoadMeter.Work work = load.begin(profiledMs)) {
      return onDevice(held, network.length()).tensor().data();
    }
  }

  private Activation decoded() throws ImageException {
    if (input instanceof InferInput.Images images) {
      Computation.Stretch stretch = computation.decode(memory, images.files());
      decodeMs += stretch.ranMs();
      deviceQueueMs += stretch.waitedMs();
      return stretch.activation();
    }
    return ((InferInput.Frames) input).input();
  }

  private Activation onDevice(Activation from, int to) {
    Computation.Stretch stretch = computation.run(memory, from, to);
    headMs += stretch.ranMs();
    deviceQueueMs += stretch.waitedMs();
    load.measured(stretch.ranMs(), profile.units(from.cut(), to, from.batch()));
    return stretch.activation();
  }

  /** The edge's logits, or null if it failed. */
  private @Nullable ByteBuffer onEdge(int split, EdgeBody body, double exchangeMs) {
    long start = System.nanoTime();
    try {
      TailAnswer answer = edge.tail(split, input.batch(), body, exchangeMs);
      transferMs = answer.transferMs();
      decodeMs += answer.times().decodeMs();
      edgeQueueMs = answer.times().queueMs();
      tailMs = answer.times().tailMs();
      sentBytes = body.length();
      receiveMs = answer.times().receiveMs();
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
