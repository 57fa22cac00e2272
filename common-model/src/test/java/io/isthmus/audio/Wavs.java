package io.isthmus.audio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.DoubleUnaryOperator;

/** Makes WAV files. */
public final class Wavs {

  /** Codes of formats. */
  public static final int PCM = 1;

  public static final int FLOAT = 3;

  private Wavs() {}

  /** A sine of amplitude 0.5, mono, 16 bits. */
  public static byte[] sine(double hertz, int rate, int samples) {
    return mono(PCM, 16, rate, samples, t -> 0.5 * Math.sin(2 * Math.PI * hertz * t));
  }

  /** A sound of one channel; the function takes seconds. */
  public static byte[] mono(int code, int bits, int rate, int samples, DoubleUnaryOperator sound) {
    double[][] frames = new double[samples][];
    for (int i = 0; i < samples; i++) {
      frames[i] = new double[] {sound.applyAsDouble((double) i / rate)};
    }
    return file(format(code, 1, rate, bits), data(frames, code, bits));
  }

  /** Frames of some channels. */
  public static byte[] of(int code, int bits, int rate, double[]... frames) {
    return file(format(code, frames[0].length, rate, bits), data(frames, code, bits));
  }

  /** A file of chunks. */
  public static byte[] file(byte[]... chunks) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      all.writeBytes(chunk);
    }
    return ByteBuffer.allocate(12 + all.size())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(ascii("RIFF"))
        .putInt(4 + all.size())
        .put(ascii("WAVE"))
        .put(all.toByteArray())
        .array();
  }

  /** A chunk, filled up to an even size. */
  public static byte[] chunk(String type, byte[] content) {
    return chunk(type, content, content.length);
  }

  /** A chunk that says that it has so many bytes. */
  public static byte[] chunk(String type, byte[] content, int declared) {
    ByteBuffer chunk =
        ByteBuffer.allocate(8 + content.length + content.length % 2).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(ascii(type)).putInt(declared).put(content).array();
  }

  /** The chunk of a format. */
  public static byte[] format(int code, int channels, int rate, int bits) {
    return chunk("fmt ", formatContent(code, channels, rate, bits).array());
  }

  /** The chunk of an extensible format. */
  public static byte[] extensible(int code, int channels, int rate, int bits) {
    byte[] plain = formatContent(0xfffe, channels, rate, bits).array();
    ByteBuffer content = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN).put(plain);
    content.putShort((short) 22).putShort((short) bits).putInt(0);
    content.putShort((short) code).putShort((short) 0).putInt(0x0010_0000);
    content.put(new byte[] {(byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71});
    return chunk("fmt ", content.array());
  }

  private static ByteBuffer formatContent(int code, int channels, int rate, int bits) {
    int frame = channels * bits / 8;
    return ByteBuffer.allocate(16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) code)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * frame)
        .putShort((short) frame)
        .putShort((short) bits);
  }

  /** The chunk of samples. */
  public static byte[] data(double[][] frames, int code, int bits) {
    return chunk("data", samples(frames, code, bits));
  }

  /** Samples as a file has them. */
  public static byte[] samples(double[][] frames, int code, int bits) {
    int bytes = frames.length * frames[0].length * bits / 8;
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (double[] frame : frames) {
      for (double sample : frame) {
        put(sample, code == FLOAT, bits, out);
      }
    }
    return out.array();
  }

  private static void put(double sample, boolean isFloat, int bits, ByteBuffer out) {
    if (isFloat) {
      if (bits == 32) {
        out.putFloat((float) sample);
      } else {
        out.putDouble(sample);
      }
      return;
    }
    long most = (1L << (bits - 1)) - 1;
    long value = Math.max(-most - 1, Math.min(most, Math.round(sample * (most + 1))));
    long stored = bits == 8 ? value + 128 : value;
    for (int i = 0; i < bits / 8; i++) {
      out.put((byte) (stored >> (8 * i)));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
