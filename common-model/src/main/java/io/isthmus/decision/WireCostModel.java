package io.isthmus.decision;

import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.network.TensorSpec;
import io.isthmus.profile.ProfileTimes;
import java.util.List;

/**
 * What a deployed system pays: T_l(B) = W_d + k_d·T^h_{1..l}(B) + rtt + bytes_l(B)/r + W_e +
 * k_e·T^t_{l+1..L}(B), where bytes_l(B) are the bytes that really cross the link, the answer and
 * the headers of both included. W_d, the wait for the device's own inference threads, is paid by
 * every cut but 0. Uploaded images are decoded by the machine that runs the first unit.
 */
public final class WireCostModel implements CostModel {

  /** Request line and headers of an exchange, both ways; measured on the services. */
  static final int HTTP_BYTES = 600;

  private final int length;
  private final ProfileTimes device;
  private final ProfileTimes edge;
  private final long[] perImage; // [l]: bytes of data an image
  private final long[] perExchange; // [l]: bytes around the data
  private final long answerPerImage;

  /** A model for one network on two machines. */
  public WireCostModel(Network network, ProfileTimes device, ProfileTimes edge) {
    this.length = network.length();
    this.device = device;
    this.edge = edge;
    TensorSpec logits = new TensorSpec(DType.F32, List.of(network.classes()));
    answerPerImage = logits.bytes(1);
    long answerHeader = TensorBody.size("logits", logits, 1) - answerPerImage;
    perImage = new long[length];
    perExchange = new long[length];
    perExchange[0] = HTTP_BYTES + answerHeader; // a workload knows the size of its own form
    for (int l = 1; l < length; l++) {
      TensorSpec spec = network.activation(l);
      perImage[l] = spec.bytes(1);
      perExchange[l] =
          HTTP_BYTES + answerHeader + TensorBody.size("activation", spec, 1) - perImage[l];
    }
  }

  @Override
  public LatencyBreakdown time(Option option, Workload workload, SystemState now) {
    int cut = option.cut();
    int batch = workload.batch();
    double headMs = cut == 0 ? 0 : now.deviceFactor() * device.units(0, cut, batch);
    if (cut == length) {
      double decodeMs = now.deviceImageFactor() * device.images(workload.imageWork());
      return new LatencyBreakdown(option, decodeMs, headMs, 0, 0, 0, now.deviceQueueMs());
    }
    double tailMs = now.edgeFactor() * edge.units(cut, length, batch);
    double decodeMs =
        cut == 0
            ? now.edgeImageFactor() * edge.images(workload.imageWork())
            : now.deviceImageFactor() * device.images(workload.imageWork());
    double transferMs = now.rttMs() + bytes(option, workload) / now.bytesPerMs();
    double deviceQueueMs = cut == 0 ? 0 : now.deviceQueueMs();
    return new LatencyBreakdown(
        option,
        decodeMs,
        headMs,
        transferMs,
        now.queueMs(),
        tailMs,
        deviceQueueMs,
        now.rttMs(),
        now.sendingMs(),
        0);
  }

  /** bytes_l(B), for 0 ≤ l &lt; L: everything that crosses the link, in either direction. */
  public double bytes(Option option, Workload workload) {
    int cut = option.cut();
    long up = cut == 0 ? workload.inputBytes() : workload.batch() * perImage[cut];
    return up + perExchange[cut] + workload.batch() * answerPerImage;
  }
}
