package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RangeCoderTest {

  private static int probability(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> 1 + random.nextInt(40);
      case 1 -> 65535 - random.nextInt(40);
      default -> 1 + random.nextInt(65535);
    };
  }

  private static byte[] written(int bits, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[2 * bits + 8];
    RangeEncoder encoder = new RangeEncoder(bytes, 0);
    for (int i = 0; i < bits; i++) {
      int probability = probability(random);
      encoder.code(random.nextInt(65536) < probability ? 1 : 0, probability);
    }
    return Arrays.copyOf(bytes, encoder.finish());
  }

  private static RangeDecoder read(byte[] bytes, int bits, long seed) {
    Random random = new Random(seed);
    RangeDecoder decoder = new RangeDecoder(bytes, 0, bytes.length);
    for (int i = 0; i < bits; i++) {
      int probability = probability(random);
      int bit = random.nextInt(65536) < probability ? 1 : 0;
      int read = decoder.code(0, probability);
      assertThat(read).isEqualTo(bit);
    }
    return decoder;
  }

  @Property(tries = 200)
  void bitsOfAnyProbabilitiesAreReadAsWritten(
      @ForAll @IntRange(min = 0, max = 2000) int bits, @ForAll long seed) {
    assertThat(read(written(bits, seed), bits, seed).isAtEnd()).isTrue();
  }

  @Property(tries = 50)
  void aByteTooManyIsNoticed(@ForAll @IntRange(min = 100, max = 200) int bits, @ForAll long seed) {
    byte[] bytes = written(bits, seed);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThat(read(longer, bits, seed).isAtEnd()).isFalse();
  }

  @Test
  void anArrayThatIsTooShortIsTold() {
    RangeEncoder encoder = new RangeEncoder(new byte[2], 0);
    for (int i = 0; i < 32; i++) {
      encoder.code(i & 1, 1 << 15);
    }
    assertThat(encoder.finish()).isEqualTo(-1);
  }

  @Property(tries = 200)
  void numbersOfAnySizeAreReadAsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    int[] numbers = new int[50];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt(1 << 24) >> random.nextInt(25);
      numbers[i] *= random.nextBoolean() ? -1 : 1;
    }
    byte[] bytes = new byte[1000];
    RangeEncoder encoder = new RangeEncoder(bytes, 0);
    NumberCoder writer = new NumberCoder();
    for (int number : numbers) {
      writer.code(encoder, number);
    }
    RangeDecoder decoder = new RangeDecoder(bytes, 0, encoder.finish());
    NumberCoder reader = new NumberCoder();
    for (int number : numbers) {
      assertThat(reader.code(decoder, 0)).isEqualTo(number);
    }
    assertThat(decoder.isAtEnd()).isTrue();
  }
}
