package io.isthmus.calibrating;

import io.isthmus.engine.Activation;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;

/** Reads pictures. */
final class PictureInput extends InputFiles {

  private final UnitChain chain;
  private final ImageReader reader;

  PictureInput(UnitChain chain, ImageReader reader) {
    this.chain = chain;
    this.reader = reader;
  }

  @Override
  public String noun() {
    return "picture";
  }

  @Override
  long inspect(byte[] file) throws UnusableFileException {
    try {
      return reader.inspect(file).cost().work();
    } catch (ImageException e) {
      throw new UnusableFileException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  void read(byte[] file, Activation input, int row) throws UnusableFileException {
    try {
      chain.read(reader.inspect(file), reader, input, row);
    } catch (ImageException e) {
      throw new UnusableFileException(String.valueOf(e.getMessage()));
    }
  }
}
