package io.isthmus.calibrating;

import io.isthmus.audio.AudioInput;
import io.isthmus.engine.Activation;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import java.nio.ByteBuffer;

/** Brings files to the input of a network: pictures, WAV files or safetensors, as it takes them. */
public abstract sealed class InputFiles permits PictureInput, SoundInput, TensorInput {

  /** What a network's input is read from. */
  public static InputFiles of(UnitChain chain, ImageLimits limits) {
    if (chain.network().takesPictures()) {
      return new PictureInput(chain, new ImageReader(limits, chain.transform()));
    }
    AudioInput audio = chain.audio();
    return audio == null ? new TensorInput(chain.network()) : new SoundInput(audio);
  }

  /** What one of them is called, such as {@code picture}. */
  public abstract String noun();

  /**
   * Looks at a file.
   *
   * @return what decoding it takes, in pixels of a baseline JPEG; 0 of what is no picture
   */
  abstract long inspect(byte[] file) throws UnusableFileException;

  /** Brings a file to a row of cut 0. */
  abstract void read(byte[] file, Activation input, int row) throws UnusableFileException;

  /** A row, to be filled, in native byte order. */
  static ByteBuffer row(Activation input, int row) {
    ByteBuffer rows = input.buffer();
    int size = rows.remaining() / input.batch();
    return rows.slice(row * size, size).order(rows.order());
  }
}
