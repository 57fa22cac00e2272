package io.isthmus.edge;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Deadlines;
import io.isthmus.service.LoadMeter;
import io.isthmus.service.handling.ComputingRequests;
import io.isthmus.service.model.EncodedActivation;
import io.isthmus.service.model.ExpiredException;
import io.isthmus.service.model.Finite;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.springframework.stereotype.Service;
import org.springframework.web.ErrorResponseException;

/** Runs tails and keeps account of the load. */
@Service
class TailService {

  /** The answer to a request: a safetensors body, and where its time went. */
  @SuppressWarnings("ArrayRecordComponent") // written to the response at once
  record Tail(byte[] logits, ServerTimes times) {}

  private final Network network;
  private final Supplier<ProfileTimes> profile;
  private final InferenceExecutor computation;
  private final LoadMeter meter;
  private final Deadlines deadlines;

  TailService(
      Network network,
      Supplier<ProfileTimes> profile,
      InferenceExecutor computation,
      LoadMeter meter,
      Deadlines deadlines) {
    this.network = network;
    this.profile = profile;
    this.computation = computation;
    this.meter = meter;
    this.deadlines = deadlines;
  }

  /**
   * Runs a tail, unless it is predicted to be too late, or its deadline passes while it waits: then
   * it throws a 504, with the load as after an answer.
   */
  Tail run(RequestMemory memory, ComputingRequests.Received received, Deadline deadline)
      throws IOException, MalformedTensorException {
    Activation from = received.activation();
    double profiledMs = profile.get().units(from.cut(), network.length(), from.batch());
    double wholeMs = profiledMs + decodeMs(received);
    requireTime(deadline, meter.slowdown() * wholeMs);
    try (LoadMeter.Work work = meter.begin(wholeMs)) {
      InferenceExecutor.Stretch decoded = decoded(received, deadline);
      InferenceExecutor.Stretch run = computation.run(memory, from, network.length(), deadline);
      double waitedMs = decoded.waitedMs() + run.waitedMs();
      InferenceExecutor.Stretch tail =
          new InferenceExecutor.Stretch(run.activation(), waitedMs, run.ranMs());
      return tail(tail, profiledMs, received.receiveMs(), decoded.ranMs(), deadline);
    } catch (ExpiredException e) {
      throw expired();
    }
  }

  /** What the profile says of reading encoded tensors. */
  private double decodeMs(ComputingRequests.Received received) {
    EncodedActivation encoded = received.encoded();
    Activation into = received.activation();
    long elements = into.spec().elements() * into.batch();
    return encoded == null ? 0 : profile.get().decodeMs(encoded.decoder().encoding(), elements);
  }

  private InferenceExecutor.Stretch decoded(ComputingRequests.Received received, Deadline deadline)
      throws MalformedTensorException {
    EncodedActivation encoded = received.encoded();
    return encoded == null
        ? new InferenceExecutor.Stretch(received.activation(), 0, 0)
        : computation.decode(encoded, deadline);
  }

  /** The same for the whole chain, from images. */
  Tail run(RequestMemory memory, List<EncodedImage> images, double receiveMs, Deadline deadline)
      throws IOException, ImageException {
    ProfileTimes times = profile.get();
    double unitsMs = times.units(0, network.length(), images.size());
    double imagesMs = times.images(EncodedImage.work(images));
    requireTime(deadline, meter.slowdown() * unitsMs + meter.imageSlowdown() * imagesMs);
    try (LoadMeter.Work work = meter.begin(unitsMs + imagesMs)) {
      InferenceExecutor.FromImages all =
          computation.run(memory, images, network.length(), deadline);
      return tail(all.stretch(), unitsMs, receiveMs, all.decodeMs(), deadline);
    } catch (ExpiredException e) {
      throw expired();
    }
  }

  /**
   * The sooner the device knows, the sooner it can finish by itself. The way back is not counted:
   * how long that takes the device knows, not the edge.
   */
  private void requireTime(Deadline deadline, double workMs) {
    double leftMs = deadline.leftMs(System.nanoTime());
    if (leftMs <= 0) {
      throw expired();
    }
    double queueMs = meter.queueMs();
    if (queueMs + workMs > leftMs && deadlines.refuses(queueMs + workMs, leftMs)) {
      throw tooLate(
          String.format(
              Locale.ROOT,
              "A queue of %.1f ms and work of %.1f ms are too long for the %.1f ms that are left.",
              queueMs,
              workMs,
              leftMs),
          leftMs);
    }
  }

  private ErrorResponseException expired() {
    return tooLate("The deadline passed before the work could begin.", 0);
  }

  private ErrorResponseException tooLate(String detail, double leftMs) {
    ErrorResponseException problem = deadlines.missed(detail, leftMs);
    problem.getHeaders().set(WireHeaders.LOAD, load().toHeader());
    return problem;
  }

  private Tail tail(
      InferenceExecutor.Stretch run,
      double profiledMs,
      double receiveMs,
      double decodeMs,
      Deadline deadline)
      throws IOException {
    deadlines.answered(deadline);
    meter.measured(run.ranMs(), profiledMs);
    Activation answer = run.activation();
    List<Tensor> outputs = answer.values();
    outputs.forEach(TailService::requireFinite);
    ByteArrayOutputStream body =
        new ByteArrayOutputStream((int) TensorBody.size(answer.spec(), answer.batch()));
    Safetensors.write(body, answer.spec(), outputs);
    return new Tail(
        body.toByteArray(), new ServerTimes(receiveMs, decodeMs, run.waitedMs(), run.ranMs()));
  }

  private static void requireFinite(Tensor output) {
    FloatBuffer all = output.data().asFloatBuffer();
    int values = all.remaining() / output.batch();
    for (int i = 0; i < output.batch(); i++) {
      Finite.require(all.slice(i * values, values), i, output.batch());
    }
  }

  /** What a device should expect of this edge. */
  LoadReport load() {
    return meter.report();
  }
}
