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
import io.isthmus.tensor.Tensor;
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
      Computation.Stretch tail = computation.run(memory, from, network.length());
      return tail(tail, profiledMs, receiveMs, 0);
    }
  }

  Tail run(RequestMemory memory, List<EncodedImage> images, double receiveMs)
      throws IOException, ImageException {
    double unitsMs = profile.units(0, network.length(), images.size());
    double imagesMs = profile.images(EncodedImage.pixels(images));
    try (LoadMeter.Work work = meter.begin(unitsMs + imagesMs)) {
      Computation.FromImages all = computation.run(memory, images, network.length());
      return tail(all.stretch(), unitsMs, receiveMs, all.decodeMs());
    }
  }

  private Tail tail(Computation.Stretch run, double profiledMs, double receiveMs, double decodeMs)
      throws IOException {
    meter.measured(run.ranMs(), profiledMs);
    Tensor logits = run.activation().tensor();
    ByteArrayOutputStream body =
        new ByteArrayOutputStream((int) Safetensors.size("logits", logits.spec(), logits.batch()));
    Safetensors.write(body, "logits", logits);
    return new Tail(
        body.toByteArray(), new ServerTimes(receiveMs, decodeMs, run.waitedMs(), run.ranMs()));
  }

  /** What a device should expect of this edge. */
  LoadReport load() {
    return meter.report();
  }
}
