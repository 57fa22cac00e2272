package io.isthmus.calibrating;

import io.isthmus.calibration.CalibratedCut;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Encoding.Kind;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Measures every encoding at one cut, batch by batch. */
final class CutMeasurement {

  /** Nobody wants what changes more answers, nor anything that is still coarser. */
  static final double MOST_CHANGED = 0.10;

  /** Qualities of the JPEGs of the input that are measured. */
  private static final List<Integer> QUALITIES = List.of(95, 90, 75, 50);

  private final UnitChain chain;
  private final int cut;
  private final CutTensors spec;
  private final List<MeasuredEncoding> encodings;

  /** Encodings of a cut, from the most faithful to the smallest. */
  CutMeasurement(UnitChain chain, int cut, List<MeasuredEncoding> encodings) {
    this.chain = chain;
    this.cut = cut;
    this.spec = chain.network().activation(cut);
    this.encodings = new ArrayList<>(encodings);
  }

  int cut() {
    return cut;
  }

  /**
   * Measures a batch.
   *
   * @param exact the activation at the cut, which is left as it is
   * @param outputs what the network answers without any encoding
   */
  void measure(InputBatch batch, Activation exact, Outputs outputs) {
    for (MeasuredEncoding each : encodings) {
      try (RequestMemory memory = chain.openMemory()) {
        measure(each, batch, exact, outputs, memory);
      }
    }
    dropBeyond(tally -> tally.certainlyAbove(MOST_CHANGED));
  }

  private void measure(
      MeasuredEncoding each,
      InputBatch batch,
      Activation exact,
      Outputs outputs,
      RequestMemory memory) {
    Activation read = chain.allocate(memory, cut, batch.size());
    cross(each, batch, exact.values(), read.buffers());
    Outputs answers = outputs;
    if (each.tally().encoding().exact()) {
      requireSame(each, exact.values(), read.values());
    } else {
      answers = new Outputs(chain.network(), chain.run(memory, read, chain.network().length()));
    }
    for (int image = 0; image < batch.size(); image++) {
      each.tally().answered(answers, outputs, image, batch.pictures().get(image).label());
    }
  }

  /** Each image crosses by itself: single images are what sizes are told for. */
  private void cross(
      MeasuredEncoding each, InputBatch batch, List<Tensor> from, List<ByteBuffer> to) {
    boolean file = chain.network().isOfPixels(cut) && each.tally().encoding().kind() == Kind.RAW;
    for (int image = 0; image < batch.size(); image++) {
      List<Tensor> one = new ArrayList<>();
      List<ByteBuffer> targets = new ArrayList<>();
      for (int i = 0; i < from.size(); i++) {
        TensorSpec tensor = from.get(i).spec();
        one.add(new Tensor(tensor, 1, row(from.get(i).data(), image, tensor)));
        targets.add(row(to.get(i), image, tensor));
      }
      long bytes = each.cross(one, targets);
      each.tally().sent(file ? batch.fileBytes().get(image) : bytes);
    }
  }

  private static ByteBuffer row(ByteBuffer rows, int image, TensorSpec spec) {
    int size = (int) spec.bytes(1);
    return rows.slice(rows.position() + image * size, size).order(rows.order());
  }

  private void requireSame(MeasuredEncoding each, List<Tensor> written, List<Tensor> read) {
    for (int i = 0; i < written.size(); i++) {
      if (written.get(i).data().mismatch(read.get(i).data()) >= 0) {
        throw new IllegalStateException(
            "%s at cut %d does not give back the bits".formatted(each.tally().encoding(), cut));
      }
    }
  }

  /** Ends with the first quantiser, or JPEG, that changes too much: what follows is coarser. */
  private void dropBeyond(Predicate<OptionTally> tooMuch) {
    for (int i = 0; i < encodings.size(); i++) {
      OptionTally tally = encodings.get(i).tally();
      if (tally.encoding().kind().hasParameter() && tooMuch.test(tally)) {
        encodings.subList(i + 1, encodings.size()).clear();
      }
    }
  }

  /** What was measured. */
  CalibratedCut result(boolean labelled) {
    dropBeyond(tally -> tally.share() > MOST_CHANGED);
    Network network = chain.network();
    return new CalibratedCut(
        cut,
        network.cutName(cut),
        spec.elements(),
        encodings.stream().map(each -> each.tally().result(labelled)).toList());
  }

  /** The encodings that need no quantiser. */
  static List<Encoding> plain(Network network, int cut) {
    if (network.isOfPixels(cut)) {
      return Stream.concat(
              Stream.of(Encoding.RAW, Encoding.PIXELS, Encoding.LOSSLESS),
              QUALITIES.stream().map(Encoding::jpeg))
          .toList();
    }
    return network.isOfFloats(cut)
        ? List.of(Encoding.RAW, Encoding.LOSSLESS, Encoding.F16)
        : List.of(Encoding.RAW, Encoding.LOSSLESS);
  }
}
