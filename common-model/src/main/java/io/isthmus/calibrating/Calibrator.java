package io.isthmus.calibrating;

import io.isthmus.calibration.Calibration;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Measures, on a user's pictures, what every encoding costs at every compressive cut and at the
 * input. A part of the pictures makes the quantisers; agreement is counted on the others. Pictures
 * go through the chain in batches: what the network answers with an encoding is compared with what
 * it answers without one in the same batch. The same pictures and package give the same calibration
 * on the same form and number of threads.
 */
public final class Calibrator {

  /** Levels of the quantisers that are measured where nothing else is asked for. */
  public static final List<Integer> LEVELS = List.of(128, 64, 45, 32, 23, 16, 11, 8);

  private static final int BATCH = 8;

  /** What the activations of a batch may take. */
  private static final long MOST_BYTES = 256 << 20;

  private final UnitChain chain;
  private final InputFiles files;
  private final List<Integer> levels;

  /**
   * A calibrator for a loaded package.
   *
   * @param files reads the pictures, or what else the network takes
   * @param levels of the quantisers, each 2 to 256
   */
  public Calibrator(UnitChain chain, InputFiles files, List<Integer> levels) {
    this.chain = chain;
    this.files = files;
    this.levels = levels.stream().distinct().sorted(Comparator.reverseOrder()).toList();
  }

  /**
   * Measures on the calling thread, which ought to be an inference one.
   *
   * @param labelled whether the pictures have labels
   * @throws CalibrationException if too few pictures can be decoded, or the network gives values
   *     that are not finite
   */
  public CalibrationRun measure(PictureFolder folder, boolean labelled, Progress progress)
      throws CalibrationException {
    List<Skipped> skipped = new ArrayList<>(folder.skipped());
    PictureDecoder decoder = new PictureDecoder(chain, files, skipped);
    QuantiserSource quantisers = new QuantiserSource(chain, decoder, quantisedCuts(), batch());
    List<Picture> learnt = quantisers.learn(Partition.of(folder.pictures()), progress);
    List<Picture> others = others(folder, learnt, skipped);
    Counting counting = new Counting(cuts(quantisers), labelled);
    int images = count(others, decoder, counting, progress);
    if (images == 0) {
      throw new CalibrationException(
          "no %s is left to count on: the others are damaged".formatted(files.noun()));
    }
    return new CalibrationRun(
        counting.calibration(chain.network(), images), learnt.size(), meanWork(others), skipped);
  }

  private static List<Picture> others(
      PictureFolder folder, List<Picture> learnt, List<Skipped> skipped) {
    Set<String> gone = new HashSet<>();
    learnt.forEach(picture -> gone.add(picture.name()));
    skipped.forEach(file -> gone.add(file.name()));
    return folder.pictures().stream().filter(picture -> !gone.contains(picture.name())).toList();
  }

  private static long meanWork(List<Picture> pictures) {
    LongStream work = pictures.stream().mapToLong(Picture::work);
    return Math.round(work.average().orElse(0));
  }

  private List<Integer> compressive() {
    return Bottlenecks.of(chain.network()).compressive();
  }

  private List<Integer> quantisedCuts() {
    Network network = chain.network();
    return Stream.concat(Stream.of(0), compressive().stream())
        .filter(cut -> QuantiserSource.isQuantised(network, cut))
        .toList();
  }

  /** As many images as there is memory for, whose activations at all cuts are held at once. */
  private int batch() {
    Network network = chain.network();
    long perImage = network.input().bytes(1);
    for (int cut : compressive()) {
      perImage += 2 * network.activation(cut).bytes(1);
    }
    return (int) Math.max(1, Math.min(BATCH, MOST_BYTES / perImage));
  }

  private List<CutMeasurement> cuts(QuantiserSource quantisers) {
    List<CutMeasurement> cuts = new ArrayList<>();
    cuts.add(cut(0, quantisers));
    compressive().forEach(cut -> cuts.add(cut(cut, quantisers)));
    return cuts;
  }

  private CutMeasurement cut(int cut, QuantiserSource quantisers) {
    Network network = chain.network();
    List<MeasuredEncoding> encodings = new ArrayList<>();
    for (Encoding encoding : CutMeasurement.plain(network, cut)) {
      encodings.add(new MeasuredEncoding(encoding, network.activation(cut), null));
    }
    if (QuantiserSource.isQuantised(network, cut)) {
      for (int n : levels) {
        encodings.add(
            new MeasuredEncoding(
                Encoding.quantised(n), network.activation(cut), quantisers.quantiser(cut, n)));
      }
    }
    return new CutMeasurement(chain, cut, encodings);
  }

  private int count(
      List<Picture> pictures, PictureDecoder decoder, Counting counting, Progress progress) {
    Iterator<Picture> left = pictures.iterator();
    int images = 0;
    int size = batch();
    while (left.hasNext()) {
      try (RequestMemory memory = chain.openMemory()) {
        InputBatch some = decoder.next(left, size, memory);
        if (some != null) {
          count(some, counting, memory);
          images += some.size();
        }
      }
      progress.step(Progress.Stage.MEASURING, images, pictures.size());
    }
    return images;
  }

  private void count(InputBatch batch, Counting counting, RequestMemory memory) {
    List<Activation> exact = new ArrayList<>();
    Activation now = batch.input();
    for (CutMeasurement cut : counting.cuts()) {
      now = chain.run(memory, now, cut.cut());
      exact.add(now);
    }
    Activation answer = chain.run(memory, now, chain.network().length());
    Outputs outputs = new Outputs(chain.network(), answer);
    counting.answered(batch, outputs);
    for (int i = 0; i < exact.size(); i++) {
      counting.cuts().get(i).measure(batch, exact.get(i), outputs);
    }
  }

  /** What is counted of all pictures. */
  private static final class Counting {

    private final List<CutMeasurement> cuts;
    private final boolean labelled;
    private int right;

    Counting(List<CutMeasurement> cuts, boolean labelled) {
      this.cuts = cuts;
      this.labelled = labelled;
    }

    List<CutMeasurement> cuts() {
      return cuts;
    }

    void answered(InputBatch batch, Outputs outputs) {
      for (int image = 0; image < batch.size(); image++) {
        Integer label = batch.pictures().get(image).label();
        right += label != null && outputs.top(image) == label ? 1 : 0;
      }
    }

    Calibration calibration(Network network, int images) {
      return new Calibration(
          network.fingerprint(),
          images,
          labelled ? (double) right / images : null,
          cuts.stream().map(cut -> cut.result(labelled)).toList());
    }
  }
}
