package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NativeByteBufferTest {

  @Test
  void keepsEveryByteHoweverOftenItGrows() {
    byte[] all = new byte[1_000_003];
    new SplittableRandom(1).nextBytes(all);
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      NativeByteBuffer bytes = memory.growing(all.length);
      for (int at = 0; at < all.length; at += 7777) {
        int n = Math.min(7777, all.length - at);
        bytes.write(all, at, n);
      }
      bytes.endPiece();
      assertThat(bytes.size()).isEqualTo(all.length);
      assertThat(bytes.pieces()).containsExactly(ByteBuffer.wrap(all));
    }
  }

  @Test
  void piecesAreKeptApart_andWhatHasNotEndedIsNone() {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      NativeByteBuffer bytes = memory.growing(10);
      bytes.write(1);
      bytes.write(2);
      bytes.endPiece();
      bytes.endPiece();
      bytes.write(3);
      bytes.endPiece();
      bytes.write(4);
      assertThat(bytes.pieceCount()).isEqualTo(3);
      assertThat(bytes.pieces())
          .containsExactly(
              ByteBuffer.wrap(new byte[] {1, 2}),
              ByteBuffer.allocate(0),
              ByteBuffer.wrap(new byte[] {3}));
    }
  }

  @Test
  void moreThanThereCanBeIsRefused() {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      NativeByteBuffer bytes = memory.growing(10);
      bytes.write(new byte[10], 0, 10);
      assertThatThrownBy(() -> bytes.write(1)).isInstanceOf(IllegalStateException.class);
    }
  }
}
