package io.isthmus.calibrating;

import io.isthmus.audio.AudioException;
import io.isthmus.audio.AudioInput;
import io.isthmus.audio.WavReader;
import io.isthmus.engine.Activation;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Reads WAV files. */
final class SoundInput extends InputFiles {

  private final WavReader reader;

  SoundInput(AudioInput audio) {
    this.reader = new WavReader(audio);
  }

  @Override
  public String noun() {
    return "sound";
  }

  @Override
  long inspect(byte[] file) throws UnusableFileException {
    read(file, FloatBuffer.allocate(reader.input().samples())); // it takes a few milliseconds
    return 0;
  }

  @Override
  void read(byte[] file, Activation input, int row) throws UnusableFileException {
    read(file, row(input, row).asFloatBuffer());
  }

  private void read(byte[] file, FloatBuffer target) throws UnusableFileException {
    try {
      reader.read(ByteBuffer.wrap(file), target);
    } catch (AudioException e) {
      throw new UnusableFileException(String.valueOf(e.getMessage()));
    }
  }
}
