package io.isthmus.decision;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.calibration.CalibratedOption;
import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.profile.ProfileTimes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a deployed system pays: T(B) = W_d + k_d·(T^h_{1..l}(B) + E_q) + rtt + bytes_{l,q}(B)/r +
 * W_e + k_e·(D_q + T^t_{l+1..L}(B)), where bytes_{l,q}(B) are the bytes that really cross the link,
 * the answer and the headers of both included. W_d, the wait for the device's own inference
 * threads, is paid wherever the device computes. Uploaded images are decoded by the edge where the
 * files themselves cross the link, and by the device elsewhere.
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
  private final long[] elements; // [l]: of an image's tensors
  private final KnownEncodings known; // to the edge
  private final Map<Option, Double> calibrated; // bytes of an image
  private final Map<Option, Double> ofFiles; // bytes of an image, as they are expected now
  private final Map<Option, Double> ofTensors;

  /** A model for one network on two machines that know raw tensors only. */
  public WireCostModel(Network network, ProfileTimes device, ProfileTimes edge) {
    this(network, device, edge, null);
  }

  /**
   * A model for one network on two machines.
   *
   * @param calibration tells the bytes of encodings; null if nobody has measured them
   */
  public WireCostModel(
      Network network, ProfileTimes device, ProfileTimes edge, @Nullable Calibration calibration) {
    this(network, device, edge, calibration, KnownEncodings.ALL);
  }

  /**
   * A model for one network on two machines, of which the edge reads certain encodings only.
   *
   * @param calibration tells the bytes of encodings; null if nobody has measured them
   */
  public WireCostModel(
      Network network,
      ProfileTimes device,
      ProfileTimes edge,
      @Nullable Calibration calibration,
      KnownEncodings known) {
    this.known = known;
    this.calibrated = calibrated(calibration);
    this.ofFiles = calibrated;
    this.ofTensors = calibrated;
    this.length = network.length();
    this.device = device;
    this.edge = edge;
    CutTensors answer = network.outputs();
    answerPerImage = answer.bytes(1);
    long answerHeader = TensorBody.size(answer, 1) - answerPerImage;
    perImage = new long[length];
    perExchange = new long[length];
    elements = new long[length];
    for (int l = 0; l < length; l++) {
      elements[l] = network.activation(l).elements();
    }
    perExchange[0] = HTTP_BYTES + answerHeader; // a workload knows the size of its own form
    perImage[0] = network.inputs().bytes(1);
    for (int l = 1; l < length; l++) {
      CutTensors tensors = network.activation(l);
      perImage[l] = tensors.bytes(1);
      perExchange[l] = HTTP_BYTES + answerHeader + TensorBody.size(tensors, 1) - perImage[l];
    }
  }

  private static Map<Option, Double> calibrated(@Nullable Calibration calibration) {
    Map<Option, Double> bytes = new HashMap<>();
    if (calibration != null) {
      for (CalibratedCut cut : calibration.cuts()) {
        for (CalibratedOption option : cut.options()) {
          bytes.put(Option.at(cut.split(), option.encoding()), option.bytesMean());
        }
      }
    }
    return bytes;
  }

  private WireCostModel(WireCostModel model, CodedSizes sizes) {
    this.known = model.known;
    this.calibrated = model.calibrated;
    this.ofFiles = scaled(calibrated, sizes, true);
    this.ofTensors = scaled(calibrated, sizes, false);
    this.length = model.length;
    this.device = model.device;
    this.edge = model.edge;
    this.answerPerImage = model.answerPerImage;
    this.perImage = model.perImage;
    this.perExchange = model.perExchange;
    this.elements = model.elements;
  }

  private static Map<Option, Double> scaled(
      Map<Option, Double> calibrated, CodedSizes sizes, boolean files) {
    Map<Option, Double> scaled = new HashMap<>(calibrated);
    scaled.replaceAll((option, bytes) -> bytes * sizes.factor(option, files));
    return scaled;
  }

  /** This model, with the bytes of encodings as they have turned out. */
  public WireCostModel with(CodedSizes sizes) {
    return new WireCostModel(this, sizes);
  }

  @Override
  public boolean predicts(Option option) {
    Encoding encoding = option.encoding();
    if (!known.include(encoding)) {
      return false;
    }
    return !encoding.isCoded()
        || (device.knows(encoding) && edge.knows(encoding) && calibrated.containsKey(option));
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
    boolean files = option.sendsFiles();
    double decodeMs =
        files
            ? now.edgeImageFactor() * edge.images(workload.imageWork())
            : now.deviceImageFactor() * device.images(workload.imageWork());
    long coded = option.encoding().isCoded() ? batch * elements[cut] : 0;
    return new LatencyBreakdown(
        option,
        decodeMs,
        headMs,
        now.deviceFactor() * device.encodeMs(option.encoding(), coded),
        now.rttMs() + bytes(option, workload) / now.bytesPerMs(),
        now.queueMs(),
        now.edgeFactor() * edge.decodeMs(option.encoding(), coded),
        now.edgeFactor() * edge.units(cut, length, batch),
        files ? 0 : now.deviceQueueMs(),
        new LatencyBreakdown.Pipelining(now.rttMs(), now.sendingMs(), 0));
  }

  /**
   * bytes_{l,q}(B), for 0 ≤ l &lt; L: everything that crosses the link, in either direction.
   *
   * @throws IllegalArgumentException for an encoding whose bytes are not known
   */
  public double bytes(Option option, Workload workload) {
    int cut = option.cut();
    int batch = workload.batch();
    return up(option, workload) + perExchange[cut] + batch * answerPerImage;
  }

  private double up(Option option, Workload workload) {
    if (option.encoding().isCoded()) {
      Double perCoded = (workload.cameAsFiles() ? ofFiles : ofTensors).get(option);
      if (perCoded == null) {
        throw new IllegalArgumentException("nobody has measured the bytes of " + option);
      }
      return workload.batch() * perCoded;
    }
    return option.sendsFiles() ? workload.inputBytes() : workload.batch() * perImage[option.cut()];
  }
}
