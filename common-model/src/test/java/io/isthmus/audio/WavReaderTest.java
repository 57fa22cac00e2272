package io.isthmus.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.isthmus.audio.AudioException.Problem;
import io.isthmus.audio.AudioInput.Longer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavReaderTest {

  private static final int RATE = 16_000;
  private static final double[] SOUND = {0, 0.25, -0.5, 0.75, -1};

  private static float[] read(byte[] file, int samples, Longer longer) throws AudioException {
    FloatBuffer target = FloatBuffer.allocate(samples);
    new WavReader(new AudioInput(RATE, samples, longer)).read(ByteBuffer.wrap(file), target);
    assertThat(target.hasRemaining()).isFalse();
    return target.array();
  }

  private static float[] read(byte[] file) throws AudioException {
    return read(file, SOUND.length, Longer.START);
  }

  private static double[][] frames(double... mono) {
    return Arrays.stream(mono).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static byte[] pcm(byte[]... chunks) {
    byte[][] all = new byte[chunks.length + 1][];
    all[0] = Wavs.format(Wavs.PCM, 1, RATE, 16);
    System.arraycopy(chunks, 0, all, 1, chunks.length);
    return Wavs.file(all);
  }

  private static byte[] samples() {
    return Wavs.data(frames(SOUND), Wavs.PCM, 16);
  }

  @ParameterizedTest
  @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
  void everyFormatGivesTheSamplesThatWereWritten(int code, int bits) throws Exception {
    for (byte[] format :
        new byte[][] {
          Wavs.format(code, 1, RATE, bits), Wavs.extensible(code, 1, RATE, bits),
        }) {
      float[] read = read(Wavs.file(format, Wavs.data(frames(SOUND), code, bits)));

      for (int i = 0; i < SOUND.length; i++) {
        assertThat((double) read[i])
            .isCloseTo(SOUND[i], Offset.offset(1.0 / (1L << (Math.min(bits, 32) - 1))));
      }
    }
  }

  @Test
  void channelsAreMixedToTheirMean() throws Exception {
    byte[] file =
        Wavs.of(Wavs.FLOAT, 32, RATE, new double[] {0.5, 0.25, 0}, new double[] {-1, 0.5, 0.5});

    assertThat(read(file, 2, Longer.START)).containsExactly(0.25f, 0f);
  }

  @Test
  void aShorterOneGetsZerosAtItsEnd() throws Exception {
    assertThat(read(pcm(samples()), 8, Longer.CENTRE))
        .containsExactly(0, 0.25f, -0.5f, 0.75f, -1, 0, 0, 0);
  }

  @Test
  void ofALongerOneTheStartOrTheMiddleIsTaken() throws Exception {
    assertThat(read(pcm(samples()), 3, Longer.START)).containsExactly(0, 0.25f, -0.5f);
    assertThat(read(pcm(samples()), 3, Longer.CENTRE)).containsExactly(0.25f, -0.5f, 0.75f);
  }

  @Test
  void otherChunksAndOddSizesArePassedOver() throws Exception {
    byte[] list = Wavs.chunk("LIST", new byte[7]);
    byte[] fact = Wavs.chunk("fact", new byte[4]);

    assertThat(read(pcm(list, fact, samples(), list))).isEqualTo(read(pcm(samples())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x7fff_ffff})
  void theSamplesOfAStreamReachToItsEnd(int unknown) throws Exception {
    byte[] content = Wavs.samples(frames(SOUND), Wavs.PCM, 16);
    byte[] stream = pcm(Wavs.chunk("data", content, unknown));
    ByteBuffer.wrap(stream).putInt(4, Integer.reverseBytes(unknown));

    assertThat(read(stream)).isEqualTo(read(pcm(samples())));
    assertThat(read(Arrays.copyOf(stream, stream.length - 1), 4, Longer.START))
        .as("a stream that was cut within a sample")
        .isEqualTo(read(pcm(samples()), 4, Longer.START));
  }

  @Test
  void theFileIsLeftAsItIsAndReadFromItsPosition() throws Exception {
    byte[] file = pcm(samples());
    ByteBuffer within = ByteBuffer.allocateDirect(file.length + 5).position(3).put(file).flip();
    within.position(3);
    FloatBuffer target = FloatBuffer.allocate(5);

    new WavReader(new AudioInput(RATE, 5, Longer.START)).read(within, target);

    assertThat(within.position()).isEqualTo(3);
    assertThat(target.array()).isEqualTo(read(file));
  }

  private static void refused(byte[] file, Problem problem, String... words) {
    assertThatExceptionOfType(AudioException.class)
        .isThrownBy(() -> read(file))
        .satisfies(e -> assertThat(e.problem()).isEqualTo(problem))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void whatIsNoWavFileIsUnsupported() {
    refused(new byte[0], Problem.UNSUPPORTED, "no WAV");
    refused(new byte[100], Problem.UNSUPPORTED, "no WAV");
    refused(Arrays.copyOf(pcm(samples()), 11), Problem.UNSUPPORTED, "no WAV");
    byte[] bigEndian = pcm(samples());
    bigEndian[3] = 'X';
    refused(bigEndian, Problem.UNSUPPORTED, "no WAV");
  }

  @ParameterizedTest
  @CsvSource({
    "2,4,ADPCM",
    "6,8,A-law",
    "7,8,law",
    "85,0,MP3",
    "1,12,PCM of 12",
    "1,0,PCM of 0",
    "1,64,PCM of 64",
    "3,16,floats of 16",
    "0,16,format 0",
    "65534,16,too short",
  })
  void samplesThatAreWrittenOtherwiseAreRefusedByName(int code, int bits, String name) {
    byte[] file = Wavs.file(Wavs.format(code, 1, RATE, bits), samples());
    Problem problem = code == 65534 ? Problem.DAMAGED : Problem.UNSUPPORTED;
    refused(file, problem, name);
  }

  @Test
  void absurdNumbersOfChannelsAndRatesAreRefused() {
    refused(Wavs.file(Wavs.format(1, 0, RATE, 16), samples()), Problem.UNSUPPORTED, "0 channels");
    refused(Wavs.file(Wavs.format(1, 65, RATE, 16), samples()), Problem.UNSUPPORTED, "65 channels");
    for (int rate : new int[] {0, 999, 384_001, Integer.MAX_VALUE, -1}) {
      refused(
          Wavs.file(Wavs.format(1, 1, rate, 16), samples()),
          Problem.UNSUPPORTED,
          Integer.toUnsignedString(rate) + " samples a second",
          "1000 to 384000");
    }
  }

  @Test
  void anExtensibleFormatOfAnotherKindIsRefused() {
    byte[] format = Wavs.extensible(1, 1, RATE, 16);
    format[format.length - 1]++;
    refused(Wavs.file(format, samples()), Problem.UNSUPPORTED, "format 65534");
  }

  @Test
  void framesOfAnotherSizeThanTheirSamplesAreDamage() {
    byte[] format = Wavs.format(1, 1, RATE, 16);
    format[8 + 12] = 3;
    refused(Wavs.file(format, samples()), Problem.DAMAGED, "take 3 bytes");
  }

  @Test
  void aFileThatIsCutShortSaysHowMuchIsThere() {
    byte[] file = pcm(samples());
    refused(Arrays.copyOf(file, file.length - 1), Problem.DAMAGED, "cut short", "9 of 10 bytes");
    refused(Arrays.copyOf(file, 30), Problem.DAMAGED, "'fmt '");
    refused(Arrays.copyOf(file, 40), Problem.DAMAGED, "'data' is missing");
  }

  @Test
  void aFileWithoutSamplesIsDamage() {
    byte[] none = Wavs.chunk("data", new byte[0]);
    refused(pcm(none), Problem.DAMAGED, "no samples");
    refused(pcm(none, Wavs.chunk("LIST", new byte[20])), Problem.DAMAGED, "no samples");
    refused(pcm(Wavs.chunk("data", new byte[1])), Problem.DAMAGED, "no samples");
    refused(Wavs.file(samples()), Problem.DAMAGED, "before it says how");
    refused(Wavs.file(), Problem.DAMAGED, "'data' is missing");
  }

  @Test
  void floatsThatAreNoSoundAreRefused() {
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e308, 40_000}) {
      refused(
          Wavs.of(Wavs.FLOAT, 64, RATE, new double[] {0}, new double[] {bad}),
          Problem.DAMAGED,
          "between -1 and 1");
    }
  }

  @Test
  void chunksWithoutEndAreRefused() {
    byte[][] many = new byte[1001][];
    Arrays.fill(many, Wavs.chunk("JUNK", new byte[0]));
    refused(Wavs.file(many), Problem.DAMAGED, "'data' is missing");
  }
}
