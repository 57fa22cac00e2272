package io.isthmus.edge;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.model.Network;
import io.isthmus.profile.ProfileTimes;
import io.isthmus.service.Computation;
import io.isthmus.service.LoadMeter;
import io.isthmus.tensor.Safetensors;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.springframework.stereotype.Service;

/** Runs tails and keeps account of the load. */
@Service
class TailService {

  /** The answer to a request: a safetensors body, and where its time went. */
  @SuppressWarnings("ArrayRecordComponent") // written to the response at once
  record Tail(byte[] logits, ServerTimes times) {}

  private final Network network;
  private final ProfileTimes profile;
  private final Computation computation;
  private final LoadMeter meter;

  TailService(Network network, ProfileTimes profile, Computation computation, LoadMeter meter) {
    this.network = network;
    this.profile = profile;
    this.computation = computation;
    this.meter = meter;
  }

  Tail run(RequestMemory memory, Activation from, double receiveMs) throws IOException {
    double profiledMs = profile.units(from.cut(), network.length(), from.batch());
    try (LoadMeter.Work work = meter.begin(profiledMs)) {
      return finish(memory, from, profiledMs, new ServerTimes(receiveMs, 0, 0, 0));
    }
  }

  Tail run(RequestMemory memory, List<EncodedImage> images, double receiveMs)
      throws IOException, ImageException {
    double unitsMs = profile.units(0, network.length(), images.size());
    double imagesMs = profile.images(EncodedImage.pixels(images));
    try (LoadMeter.Work work = meter.begin(unitsMs + imagesMs)) {
      Computation.Stretch input = computation.decode(memory, images);
      return finish(
          memory,
          input.activation(),
          unitsMs,
          new ServerTimes(receiveMs, input.ranMs(), input.waitedMs(), 0));
    }
  }

  private Tail finish(RequestMemory memory, Activation from, double profiledMs, ServerTimes before)
      throws IOException {
    Computation.Stretch tail = computation.run(memory, from, network.length());
    meter.measured(tail.ranMs(), profiledMs);
    int batch = from.batch();
    ByteArrayOutputStream logits =
        new ByteArrayOutputStream(
            (int) Safetensors.size("logits", network.activation(network.length()), batch));
    Safetensors.write(logits, "logits", tail.activation().tensor());
    return new Tail(
        logits.toByteArray(),
        new ServerTimes(
            before.receiveMs(),
            before.decodeMs(),
            before.queueMs() + tail.waitedMs(),
            tail.ranMs()));
  }

  /** What a device should expect of this edge. */
  LoadReport load() {
    return new LoadReport(meter.queueMs(), meter.slowdown());
  }
}
