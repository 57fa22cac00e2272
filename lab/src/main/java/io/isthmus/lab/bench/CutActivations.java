package io.isthmus.lab.bench;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a network makes of pictures at some of its cuts, the tensors of each picture. */
final class CutActivations {

  private final Map<Integer, List<List<Tensor>>> tensors = new HashMap<>();

  private CutActivations() {}

  /**
   * Runs pictures through the network, on the calling thread, which ought to be an inference one.
   *
   * @param cuts from the first to the last
   * @throws IOException if a picture cannot be read
   */
  static CutActivations of(
      UnitChain chain, ImageReader reader, List<Path> pictures, List<Integer> cuts)
      throws IOException {
    CutActivations activations = new CutActivations();
    for (Path picture : pictures) {
      try (RequestMemory memory = chain.openMemory()) {
        Activation now = chain.allocate(memory, 0, 1);
        chain.read(reader.inspect(Files.readAllBytes(picture)), reader, now, 0);
        for (int cut : cuts) {
          now = cut == 0 ? now : chain.run(memory, now, cut);
          activations.add(cut, now.values());
        }
      } catch (ImageException e) {
        throw new IOException(picture + ": " + e.getMessage(), e);
      }
    }
    return activations;
  }

  /** The pictures of a folder in the order of their names, at most so many. */
  static List<Path> pictures(Path folder, int most) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(CutActivations::isPicture).sorted().toList();
      if (found.isEmpty()) {
        throw new IOException("no pictures (*.jpg, *.png, *.webp) in " + folder);
      }
      List<Path> chosen = new ArrayList<>();
      int count = Math.min(most, found.size());
      for (int i = 0; i < count; i++) {
        chosen.add(found.get((int) ((long) i * found.size() / count)));
      }
      return chosen;
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return Stream.of(".jpg", ".jpeg", ".png", ".webp").anyMatch(name::endsWith);
  }

  private void add(int cut, List<Tensor> values) {
    List<Tensor> copies = values.stream().map(CutActivations::copy).toList();
    tensors.computeIfAbsent(cut, none -> new ArrayList<>()).add(copies);
  }

  private static Tensor copy(Tensor tensor) {
    TensorSpec spec = tensor.spec();
    ByteBuffer copy = ByteBuffer.allocateDirect((int) spec.bytes(1)).order(ByteOrder.nativeOrder());
    copy.put(tensor.data().duplicate()).flip();
    return new Tensor(spec, 1, copy);
  }

  /** Those of a cut, picture by picture. */
  List<List<Tensor>> at(int cut) {
    return tensors.getOrDefault(cut, List.of());
  }
}
