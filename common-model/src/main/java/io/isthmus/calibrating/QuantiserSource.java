package io.isthmus.calibrating;

import io.isthmus.encoding.Quantiser;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.network.Network;
import io.isthmus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the quantisers of all cuts from some pictures: first their channels' ranges, then how much
 * each channel counts.
 */
final class QuantiserSource {

  private final UnitChain chain;
  private final PictureDecoder decoder;
  private final List<Integer> cuts;
  private final int batch;
  private final Map<Integer, List<ChannelStatistics>> statistics = new TreeMap<>();
  private final Map<Integer, QuantiserDesign> designs = new TreeMap<>();

  /**
   * A source for some cuts.
   *
   * @param cuts those with a quantiser, ascending
   * @param batch images that go through the chain together
   */
  QuantiserSource(UnitChain chain, PictureDecoder decoder, List<Integer> cuts, int batch) {
    this.chain = chain;
    this.decoder = decoder;
    this.cuts = cuts;
    this.batch = batch;
  }

  /**
   * Whether a cut gets quantisers: floats do. An input of one dimension, such as a recording, would
   * have a channel for each of its elements; it gets none.
   */
  static boolean isQuantised(Network network, int cut) {
    return network.isOfFloats(cut) && (cut > 0 || network.input().shape().size() > 1);
  }

  /** The quantiser of a cut, once {@link #learn} has been called. */
  Quantiser quantiser(int cut, int levels) {
    QuantiserDesign design = designs.get(cut);
    if (design == null) {
      throw new IllegalArgumentException("cut %d has no quantiser".formatted(cut));
    }
    return design.quantiser(levels);
  }

  /**
   * Learns from the first picture of each group that can be decoded.
   *
   * @return the pictures that were used
   */
  List<Picture> learn(Partition partition, Progress progress) throws CalibrationException {
    Network network = chain.network();
    int most = partition.groups().size();
    for (int cut : cuts) {
      statistics.put(
          cut,
          network.activation(cut).specs().stream()
              .map(spec -> new ChannelStatistics(spec, most))
              .toList());
    }
    List<Picture> used = new ArrayList<>();
    for (List<Picture> group : partition.groups()) {
      Picture picture = gather(group.iterator());
      if (picture != null) {
        used.add(picture);
      }
      progress.step(Progress.Stage.RANGES, used.size(), most);
    }
    if (used.isEmpty()) {
      throw new CalibrationException("none of the files can be decoded");
    }
    weigh(used, progress);
    return used;
  }

  /** Adds the first picture that can be decoded; null where there is none. */
  private @Nullable Picture gather(Iterator<Picture> group) throws CalibrationException {
    try (RequestMemory memory = chain.openMemory()) {
      InputBatch one = decoder.next(group, 1, memory);
      if (one == null) {
        return null;
      }
      Activation now = one.input();
      for (Map.Entry<Integer, List<ChannelStatistics>> cut : statistics.entrySet()) {
        now = chain.run(memory, now, cut.getKey());
        List<Tensor> values = now.values();
        for (int i = 0; i < values.size(); i++) {
          cut.getValue().get(i).add(values.get(i));
        }
      }
      return one.pictures().get(0);
    }
  }

  private void weigh(List<Picture> used, Progress progress) throws CalibrationException {
    int most = Math.min(Sensitivity.MOST_IMAGES, Math.min(batch, used.size()));
    try (RequestMemory memory = chain.openMemory()) {
      InputBatch some = decoder.next(used.iterator(), most, memory);
      if (some == null) {
        throw new CalibrationException("the files have changed meanwhile");
      }
      Activation answer = chain.run(memory, some.input(), chain.network().length());
      Outputs exact = new Outputs(chain.network(), answer);
      Activation now = some.input();
      for (int cut : cuts) {
        now = chain.run(memory, now, cut);
        design(now, exact, progress);
      }
    }
  }

  private void design(Activation at, Outputs exact, Progress progress) {
    List<ChannelStatistics> gathered =
        statistics.remove(at.cut()); // large, and not needed any more
    if (gathered == null) {
      throw new IllegalStateException("nothing was gathered at cut " + at.cut());
    }
    List<ChannelRange> ranges =
        gathered.stream().flatMap(tensor -> tensor.ranges().stream()).toList();
    double[] deviations = ranges.stream().mapToDouble(ChannelRange::deviation).toArray();
    Sensitivity sensitivity = new Sensitivity(chain, at, exact, deviations);
    double[] weights =
        sensitivity.measure(
            batch, done -> progress.step(Progress.Stage.SENSITIVITY, done, sensitivity.tails()));
    designs.put(at.cut(), new QuantiserDesign(ranges, weights));
  }
}
