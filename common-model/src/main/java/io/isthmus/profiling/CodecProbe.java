package io.isthmus.profiling;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.profile.CodecTiming;
import io.isthmus.profile.Timing;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Measures what encodings cost on this machine, in nanoseconds an element. Networks differ little
 * in that, so it is a made feature map that is written and read: smooth in space, as activations
 * are, with some noise.
 */
final class CodecProbe {

  private static final int CHANNELS = 40;
  private static final int SIDE = 28;
  private static final TensorSpec SPEC = new TensorSpec(DType.F32, List.of(CHANNELS, SIDE, SIDE));

  /** Until the JIT is done with it, which has a small share of a small machine. */
  private static final int WARM_UPS = 80;

  private static final int REPEATS = 11;
  private static final int LEVELS = 16;
  private static final int REACH = 4; // levels cover so many deviations to either side

  private static final List<Encoding> MEASURED =
      List.of(Encoding.LOSSLESS, Encoding.F16, Encoding.quantised(LEVELS));

  private final Tensor tensor = new Tensor(SPEC, 1, featureMap());

  /** One entry for each kind that can be written and read here. */
  List<CodecTiming> measure(Turns turns) throws InterruptedException {
    List<CodecTiming> timings = new ArrayList<>();
    for (Encoding encoding : MEASURED) {
      timings.add(measure(encoding, turns));
    }
    return timings;
  }

  private CodecTiming measure(Encoding encoding, Turns turns) throws InterruptedException {
    boolean quantised = encoding.kind() == Encoding.Kind.QUANTISED;
    TensorEncoder encoder = Codecs.encoder(encoding, SPEC, quantised ? quantiser() : null);
    TensorDecoder decoder = Codecs.decoder(encoding, SPEC);
    ByteBuffer target = direct();
    double[] encodeNs = new double[REPEATS];
    double[] decodeNs = new double[REPEATS];
    for (int i = -WARM_UPS; i < REPEATS; i++) {
      Lap lap = turns.take(disturbed -> lap(encoder, decoder, target.clear()));
      if (i >= 0) {
        encodeNs[i] = lap.encodeNs();
        decodeNs[i] = lap.decodeNs();
      }
    }
    return new CodecTiming(
        encoding.kind().word(), Timing.of(encodeNs).median(), Timing.of(decodeNs).median());
  }

  /** What an element took. */
  private record Lap(double encodeNs, double decodeNs) {}

  private Lap lap(TensorEncoder encoder, TensorDecoder decoder, ByteBuffer target) {
    long start = System.nanoTime();
    ByteBuffer payload = encoder.encode(tensor);
    long written = System.nanoTime();
    read(decoder, payload, target);
    long read = System.nanoTime();
    double elements = (double) SPEC.elements();
    return new Lap((written - start) / elements, (read - written) / elements);
  }

  private static void read(TensorDecoder decoder, ByteBuffer payload, ByteBuffer target) {
    try {
      decoder.decode(payload, 1, target);
    } catch (MalformedTensorException e) {
      throw new IllegalStateException("the payload is our own", e);
    }
  }

  private static Quantiser quantiser() {
    int exponent = Quantiser.exponentBelow(2.0 * REACH / LEVELS);
    return new Quantiser(
        Collections.nCopies(CHANNELS, new Quantiser.Channel(exponent, -LEVELS / 2, LEVELS)));
  }

  /** Deviation 1: two waves of a length and a phase for each channel, and noise. */
  private static ByteBuffer featureMap() {
    ByteBuffer buffer = direct();
    SplittableRandom random = new SplittableRandom(1);
    for (int c = 0; c < CHANNELS; c++) {
      double across = random.nextDouble(0.1, 0.5);
      double down = random.nextDouble(0.1, 0.5);
      double phase = random.nextDouble(2 * Math.PI);
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          double wave = Math.sin(across * x + phase) + Math.cos(down * y + phase);
          buffer.putFloat((float) (0.8 * wave + random.nextDouble(-1, 1)));
        }
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer direct() {
    return ByteBuffer.allocateDirect((int) SPEC.bytes(1)).order(ByteOrder.nativeOrder());
  }
}
