package io.isthmus.profiling;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.codec.TensorEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.image.AllCodecs;
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
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Measures what encodings cost on this machine, in nanoseconds an element. Networks differ little
 * in that, so it is a made feature map that is written and read: smooth in space, as activations
 * are, with some noise. JPEGs are of a made picture.
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

  private static final int PICTURE_SIDE = 112;
  private static final TensorSpec PICTURE =
      new TensorSpec(DType.U8, List.of(3, PICTURE_SIDE, PICTURE_SIDE));

  private static final int QUALITY = 90;
  private static final int GRAIN = 12; // makes about as many bytes as photographs have

  private static final List<Encoding> OF_FLOATS =
      List.of(Encoding.LOSSLESS, Encoding.F16, Encoding.quantised(LEVELS));

  /** Whether a profile has all that is measured here: one of an older release may not. */
  static boolean isIn(List<CodecTiming> timings) {
    Set<String> kinds = timings.stream().map(CodecTiming::kind).collect(Collectors.toSet());
    return kinds.contains(Encoding.Kind.JPEG.word())
        && OF_FLOATS.stream().allMatch(encoding -> kinds.contains(encoding.kind().word()));
  }

  /** One entry for each kind that can be written and read here. */
  List<CodecTiming> measure(Turns turns) throws InterruptedException {
    List<CodecTiming> timings = new ArrayList<>();
    Tensor floats = new Tensor(SPEC, 1, featureMap());
    for (Encoding encoding : OF_FLOATS) {
      timings.add(measure(encoding, floats, turns));
    }
    timings.add(measure(Encoding.jpeg(QUALITY), new Tensor(PICTURE, 1, picture()), turns));
    return timings;
  }

  private CodecTiming measure(Encoding encoding, Tensor tensor, Turns turns)
      throws InterruptedException {
    boolean quantised = encoding.kind() == Encoding.Kind.QUANTISED;
    TensorSpec spec = tensor.spec();
    TensorEncoder encoder = AllCodecs.encoder(encoding, spec, quantised ? quantiser() : null);
    TensorDecoder decoder = AllCodecs.decoder(encoding, spec);
    ByteBuffer target = direct(spec);
    double[] encodeNs = new double[REPEATS];
    double[] decodeNs = new double[REPEATS];
    for (int i = -WARM_UPS; i < REPEATS; i++) {
      Lap lap = turns.take(disturbed -> lap(encoder, decoder, tensor, target.clear()));
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

  private static Lap lap(
      TensorEncoder encoder, TensorDecoder decoder, Tensor tensor, ByteBuffer target) {
    long start = System.nanoTime();
    ByteBuffer payload = encoder.encode(tensor);
    long written = System.nanoTime();
    read(decoder, payload, target);
    long read = System.nanoTime();
    double elements = (double) tensor.spec().elements();
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
    ByteBuffer buffer = direct(SPEC);
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

  /** Waves of brightness and of colour, and grain. */
  private static ByteBuffer picture() {
    ByteBuffer buffer = direct(PICTURE);
    SplittableRandom random = new SplittableRandom(2);
    for (int c = 0; c < 3; c++) {
      for (int y = 0; y < PICTURE_SIDE; y++) {
        for (int x = 0; x < PICTURE_SIDE; x++) {
          double wave = Math.sin(0.11 * x + 0.05 * y) + Math.cos(0.09 * y + 0.4 * c);
          buffer.put((byte) (128 + 45 * wave + random.nextInt(-GRAIN, GRAIN + 1)));
        }
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer direct(TensorSpec spec) {
    return ByteBuffer.allocateDirect((int) spec.bytes(1)).order(ByteOrder.nativeOrder());
  }
}
