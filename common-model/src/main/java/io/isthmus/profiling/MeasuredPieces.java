package io.isthmus.profiling;

import io.isthmus.engine.Activation;
import io.isthmus.engine.InputNoise;
import io.isthmus.engine.MicroBatches;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.network.Network;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The pieces that a profile is measured in: each is short, and gives way between two units. */
final class MeasuredPieces {

  /**
   * What a slice took.
   *
   * @param units by unit
   * @param encodeMs to bring h_1 to the wire's form, in milliseconds
   */
  record SliceLap(ChainLaps units, double encodeMs) {}

  private final UnitChain chain;
  private final ImageReader reader;
  private final @Nullable EncodedImage reference; // null where the network takes no pictures
  private final byte[] noise;
  private final ProcessorTime processorTime = new ProcessorTime();
  private final boolean onGpu;

  MeasuredPieces(UnitChain chain) {
    this.chain = chain;
    this.onGpu = chain.backend().device().isGpu();
    this.reader = new ImageReader(ImageLimits.NONE, chain.transform());
    Network network = chain.network();
    this.reference = network.takesPictures() ? ReferenceImage.in(reader) : null;
    this.noise = InputNoise.of(network.input(), 1, 1);
  }

  /** Pixels of the reference image; 1 where the network takes no pictures. */
  long referencePixels() {
    return reference == null ? 1 : reference.cost().work();
  }

  /**
   * Holds the memory that a batch takes at most, its input and the largest activation in whole, and
   * runs one of its slices meanwhile.
   *
   * @return nothing
   */
  Void tryMemory(int batch, BooleanSupplier disturbed) {
    Network network = chain.network();
    try (RequestMemory memory = chain.openMemory()) {
      hold(memory, 0, batch);
      hold(memory, MemoryNeed.widestCut(network), batch);
      slice(MicroBatches.of(network, batch).get(0), disturbed);
    }
    return null;
  }

  /**
   * Decodes the reference image and brings it to the network's input.
   *
   * @return what that took, in milliseconds; 0 where the network takes no pictures
   */
  double image(BooleanSupplier disturbed) {
    requireCalm(disturbed);
    if (reference == null) {
      return 0;
    }
    try (RequestMemory memory = chain.openMemory()) {
      long start = System.nanoTime();
      chain.read(memory, List.of(reference), reader);
      return millisSince(start);
    } catch (ImageException e) {
      throw new IllegalStateException("the reference image is our own", e);
    }
  }

  /** Runs a slice of so many images through the chain, unit by unit. */
  SliceLap slice(int images, BooleanSupplier disturbed) {
    ChainLaps laps = new ChainLaps(chain.network().length());
    double encodeMs = 0;
    try (RequestMemory memory = chain.openMemory()) {
      Activation activation = chain.allocate(memory, 0, images);
      fillWithNoise(activation);
      for (int l = 1; l <= laps.units(); l++) {
        requireCalm(disturbed);
        activation = runUnit(memory, activation, l, laps);
        if (l == 1) {
          long start = System.nanoTime();
          activation.values();
          encodeMs = millisSince(start);
        }
      }
    }
    return new SliceLap(laps, encodeMs);
  }

  private Activation runUnit(RequestMemory memory, Activation before, int l, ChainLaps laps) {
    long onProcessor = processorTime.nanos();
    long start = System.nanoTime();
    Activation after = chain.run(memory, before, l);
    before.release();
    double tookMs = millisSince(start);
    // A thread that waits for a GPU may or may not use the processor meanwhile.
    laps.set(l - 1, tookMs, onGpu ? tookMs : (processorTime.nanos() - onProcessor) / 1e6);
    return after;
  }

  private static void requireCalm(BooleanSupplier disturbed) {
    if (disturbed.getAsBoolean()) {
      throw new DisturbedException();
    }
  }

  private static double millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e6;
  }

  private void fillWithNoise(Activation input) {
    ByteBuffer buffer = input.buffer();
    while (buffer.hasRemaining()) {
      buffer.put(noise);
    }
  }

  /** The system gives memory when it is written to, not before. */
  private void hold(RequestMemory memory, int cut, int batch) {
    long most = Integer.MAX_VALUE / chain.network().activation(cut).bytes(1);
    byte[] zeros = new byte[1 << 16];
    for (ByteBuffer buffer : chain.allocate(memory, cut, (int) Math.min(batch, most)).buffers()) {
      while (buffer.hasRemaining()) {
        buffer.put(zeros, 0, Math.min(zeros.length, buffer.remaining()));
      }
    }
  }
}
