package io.isthmus.calibrating;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings files to the network's input, batch by batch, and leaves out those that are damaged. */
final class PictureDecoder {

  private final UnitChain chain;
  private final InputFiles files;
  private final List<Skipped> skipped;

  /**
   * A decoder.
   *
   * @param skipped gets the pictures that turn out to be damaged
   */
  PictureDecoder(UnitChain chain, InputFiles files, List<Skipped> skipped) {
    this.chain = chain;
    this.files = files;
    this.skipped = skipped;
  }

  /** Decodes the next pictures, at most so many; null where none is left. */
  @Nullable InputBatch next(Iterator<Picture> left, int most, RequestMemory memory) {
    Activation input = chain.allocate(memory, 0, most);
    List<Picture> pictures = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    while (pictures.size() < most && left.hasNext()) {
      Picture picture = left.next();
      int bytes = read(picture, input, pictures.size());
      if (bytes > 0) {
        pictures.add(picture);
        sizes.add(bytes);
      }
    }
    return pictures.isEmpty()
        ? null
        : new InputBatch(first(input, pictures.size(), memory), pictures, sizes);
  }

  private static Activation first(Activation input, int size, RequestMemory memory) {
    return size == input.batch() ? input : UnitChain.rows(memory, input, 0, size);
  }

  /** The size of the file; 0 where it is damaged. */
  private int read(Picture picture, Activation input, int row) {
    try {
      byte[] file = PictureFolder.read(picture.file());
      files.read(file, input, row);
      return file.length;
    } catch (UnusableFileException e) {
      skipped.add(new Skipped(picture.name(), String.valueOf(e.getMessage())));
      return 0;
    }
  }
}
