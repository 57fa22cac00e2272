package io.isthmus.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.isthmus.tensor.MalformedTensorException;
import java.nio.ByteBuffer;

/** Blocks of bytes, each packed into a zstd frame. The reader knows how many bytes a block has. */
final class ZstdFrames {

  private final int level;

  /** The level is zstd's: from 1, fast, to 19, small. */
  ZstdFrames(int level) {
    this.level = level;
  }

  /** The most bytes that a frame of a block can have. */
  static long mostBytes(int block) {
    return Zstd.compressBound(block);
  }

  /** Appends the frame of the first {@code n} bytes of a block. */
  void write(byte[] block, int n, GrowingPayload out) {
    int room = Math.toIntExact(mostBytes(n));
    byte[] target = out.withRoom(room);
    long written = Zstd.compressByteArray(target, out.length(), room, block, 0, n, level);
    if (Zstd.isError(written)) {
      throw new IllegalStateException("zstd: " + Zstd.getErrorName(written));
    }
    out.advance((int) written);
  }

  /**
   * Reads the next frame of a payload. zstd writes into {@code block} and nowhere else, so a frame
   * cannot make it allocate more than its fixed state.
   *
   * @param payload a heap buffer
   * @param block room for {@code n} bytes
   * @param n bytes that the frame must have
   * @throws MalformedTensorException if no frame of exactly such a block comes next
   */
  static void read(ByteBuffer payload, byte[] block, int n) throws MalformedTensorException {
    require(payload.hasRemaining()); // an empty range is an index error to zstd-jni
    try {
      int size = readFrame(payload, block, n);
      payload.position(payload.position() + size);
    } catch (ZstdException e) {
      require(false);
    }
  }

  private static int readFrame(ByteBuffer payload, byte[] block, int n)
      throws MalformedTensorException {
    byte[] source = payload.array();
    int start = payload.arrayOffset() + payload.position();
    int size = (int) Zstd.findFrameCompressedSize(source, start, payload.remaining());
    require(size <= payload.remaining());
    require(Zstd.getFrameContentSize(source, start, size) == n);
    require(Zstd.decompressByteArray(block, 0, n, source, start, size) == n);
    return size;
  }

  private static void require(boolean condition) throws MalformedTensorException {
    if (!condition) {
      throw new MalformedTensorException(
          "a zstd frame of the payload is damaged or has another size than the tensor needs");
    }
  }
}
