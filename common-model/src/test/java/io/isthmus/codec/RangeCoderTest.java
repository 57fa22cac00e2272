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
      encoder.bit(random.nextInt(65536) < probability ? 1 : 0, probability);
    }
    return Arrays.copyOf(bytes, encoder.finish());
  }

  private static RangeDecoder read(byte[] bytes, int bits, long seed) {
    Random random = new Random(seed);
    RangeDecoder decoder = new RangeDecoder(bytes, 0, bytes.length);
    for (int i = 0; i < bits; i++) {
      int probability = probability(random);
      int bit = random.nextInt(65536) < probability ? 1 : 0;
      int read = decoder.bit(0, probability);
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
      encoder.bit(i & 1, 1 << 15);
    }
    assertThat(encoder.finish()).isEqualTo(-1);
  }

  /** Bounds of any distribution, in which every symbol has at least 1/32768. */
  private static int[] bounds(Random random) {
    int rate = 1 + random.nextInt(6);
    Distributions distributions = new Distributions(LevelPriors.bounds());
    for (int i = random.nextInt(60); i > 0; i--) {
      distributions.learn(0, random.nextInt(Distributions.SYMBOLS), rate);
    }
    int[] bounds = new int[Distributions.SYMBOLS];
    distributions.mix(0, distributions, 1 + random.nextInt(100), random.nextInt(17), bounds);
    return bounds;
  }

  @Property(tries = 100)
  void symbolsAndBitsOfAnyProbabilitiesAreReadAsWritten(@ForAll long seed) {
    byte[] bytes = new byte[9000];
    int count = 3000;
    Random random = new Random(seed);
    RangeEncoder encoder = new RangeEncoder(bytes, 0);
    for (int i = 0; i < count; i++) {
      encoder.symbol(random.nextInt(Distributions.SYMBOLS), bounds(random));
      int probability = probability(random);
      encoder.bit(random.nextInt(2), probability);
    }
    int end = encoder.finish();
    Random again = new Random(seed);
    RangeDecoder decoder = new RangeDecoder(bytes, 0, end);
    for (int i = 0; i < count; i++) {
      int symbol = again.nextInt(Distributions.SYMBOLS);
      assertThat(decoder.symbol(0, bounds(again))).isEqualTo(symbol);
      int probability = probability(again);
      assertThat(decoder.bit(0, probability)).isEqualTo(again.nextInt(2));
    }
    assertThat(decoder.isAtEnd()).isTrue();
  }

  @Property(tries = 100)
  void noSymbolEverBecomesImpossible(@ForAll long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 100; i++) {
      int[] bounds = bounds(random);
      assertThat(bounds[0]).isZero();
      for (int s = 1; s < bounds.length; s++) {
        assertThat(bounds[s]).isGreaterThan(bounds[s - 1]);
      }
      assertThat(bounds[Distributions.SYMBOLS - 1]).isLessThan(1 << Distributions.BITS);
    }
  }

  @Property(tries = 100)
  void runsOfTheLikeliestAndOfTheLeastLikelySymbolsAreReadAsWritten(@ForAll long seed) {
    Random random = new Random(seed);
    int[] bounds = bounds(random);
    byte[] bytes = new byte[10_000];
    RangeEncoder encoder = new RangeEncoder(bytes, 0);
    int[] symbols = new int[4000];
    for (int i = 0; i < symbols.length; i++) {
      symbols[i] = i / 100 % 2 == 0 ? 0 : Distributions.SYMBOLS - 1;
      encoder.symbol(symbols[i], bounds);
    }
    RangeDecoder decoder = new RangeDecoder(bytes, 0, encoder.finish());
    for (int symbol : symbols) {
      assertThat(decoder.symbol(0, bounds)).isEqualTo(symbol);
    }
    assertThat(decoder.isAtEnd()).isTrue();
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
