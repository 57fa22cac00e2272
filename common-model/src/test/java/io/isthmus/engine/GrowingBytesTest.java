package io.isthmus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.TestModel;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrowingBytesTest {

  @Test
  void keepsEveryByteHoweverOftenItGrows() {
    byte[] all = new byte[1_000_003];
    new SplittableRandom(1).nextBytes(all);
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      GrowingBytes bytes = memory.growing(all.length);
      for (int at = 0; at < all.length; at += 7777) {
        int n = Math.min(7777, all.length - at);
        bytes.add(Arrays.copyOfRange(all, at, at + n), n);
      }
      assertThat(bytes.size()).isEqualTo(all.length);
      ByteBuffer middle = bytes.slice(60_000, 900_000);
      byte[] read = new byte[900_000];
      middle.get(read);
      assertThat(read).isEqualTo(Arrays.copyOfRange(all, 60_000, 960_000));
    }
  }

  @Test
  void moreThanThereCanBeIsRefused() {
    try (RequestMemory memory = TestModel.chain().openMemory()) {
      GrowingBytes bytes = memory.growing(10);
      bytes.add(new byte[10], 10);
      assertThatThrownBy(() -> bytes.add(new byte[1], 1)).isInstanceOf(IllegalStateException.class);
    }
  }
}
