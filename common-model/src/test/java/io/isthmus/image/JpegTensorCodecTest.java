package io.isthmus.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JpegTensorCodecTest {

  private static final TensorSpec SPEC = bytes(3, 20, 27);
  private static final Encoding Q90 = Encoding.jpeg(90);

  private static TensorSpec bytes(Integer... shape) {
    return new TensorSpec(DType.U8, List.of(shape));
  }

  private static ByteBuffer room(TensorSpec spec, int batch) {
    return ByteBuffer.allocateDirect((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
  }

  /** Waves of brightness and colour, with noise of that many levels to either side. */
  private static Tensor picture(TensorSpec spec, int batch, int noise, long seed) {
    ByteBuffer data = room(spec, batch);
    Random random = new Random(seed);
    int width = spec.shape().get(2);
    for (int i = 0; data.hasRemaining(); i++) {
      int row = i / width;
      double wave = Math.sin(0.1 * (i % width) + seed) + Math.cos(0.07 * row);
      data.put((byte) (128 + 45 * wave + random.nextInt(2 * noise + 1) - noise));
    }
    return new Tensor(spec, batch, data.flip());
  }

  private static byte[] encoded(Encoding encoding, Tensor tensor) {
    ByteBuffer payload = AllCodecs.encoder(encoding, tensor.spec(), null).encode(tensor);
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
  }

  private static Tensor decoded(Encoding encoding, byte[] payload, TensorSpec spec, int batch)
      throws MalformedTensorException {
    ByteBuffer target = room(spec, batch);
    AllCodecs.decoder(encoding, spec).decode(ByteBuffer.wrap(payload), batch, target);
    return new Tensor(spec, batch, target);
  }

  private static double meanError(Tensor a, Tensor b) {
    double sum = 0;
    int n = a.data().remaining();
    for (int i = 0; i < n; i++) {
      sum += Math.abs((a.data().get(i) & 255) - (b.data().get(i) & 255));
    }
    return sum / n;
  }

  @Property(tries = 40)
  void whatIsReadIsCloseToWhatWasWritten(
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll boolean grey)
      throws MalformedTensorException {
    Tensor smooth = picture(bytes(grey ? 1 : 3, height, width), batch, 2, 31L * height + width);
    for (int quality : new int[] {95, 100}) {
      byte[] payload = encoded(Encoding.jpeg(quality), smooth);
      Tensor read = decoded(Encoding.jpeg(quality), payload, smooth.spec(), batch);
      assertThat(meanError(smooth, read)).isLessThan(quality == 100 ? 1.0 : 2.5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 50, 75, 90, 95, 100})
  void everyQualityIsReadAgain_alsoOfWhatIsNoPicture(int quality) throws MalformedTensorException {
    Encoding encoding = Encoding.jpeg(quality);
    TensorDecoder decoder = AllCodecs.decoder(encoding, SPEC);
    assertThat(decoder.encoding()).isEqualTo(encoding);
    for (int noise : new int[] {0, 20, 127}) {
      Tensor tensor = picture(SPEC, 2, noise, quality);
      byte[] payload = encoded(encoding, tensor);
      assertThat((long) payload.length).isLessThanOrEqualTo(decoder.mostBytes(2));
      assertThat(meanError(decoded(encoding, payload, SPEC, 2), tensor)).isLessThan(80);
    }
  }

  @Test
  void lessQualityIsFewerBytesAndMoreError() throws MalformedTensorException {
    Tensor tensor = picture(bytes(3, 96, 96), 1, 12, 1);
    double error = -1;
    int length = Integer.MAX_VALUE;
    for (int quality : new int[] {95, 90, 75, 50, 10}) {
      byte[] payload = encoded(Encoding.jpeg(quality), tensor);
      double now = meanError(decoded(Encoding.jpeg(quality), payload, tensor.spec(), 1), tensor);
      assertThat(payload.length).isLessThan(length);
      assertThat(now).isGreaterThan(error);
      error = now;
      length = payload.length;
    }
  }

  @Test
  void coloursAreNotMadeCoarserThanBrightness() throws MalformedTensorException {
    TensorSpec spec = bytes(3, 32, 32);
    ByteBuffer data = room(spec, 1);
    for (int i = 0; data.hasRemaining(); i++) {
      boolean red = i % 2 == 0;
      data.put((byte) (i < 1024 ? (red ? 200 : 60) : i < 2048 ? (red ? 80 : 151) : 100));
    }
    Tensor stripes = new Tensor(spec, 1, data.flip());
    Tensor read = decoded(Encoding.jpeg(95), encoded(Encoding.jpeg(95), stripes), spec, 1);
    assertThat(meanError(stripes, read)).isLessThan(8); // 30 if two columns share a colour
  }

  @Test
  void aScanThatIsNoSmallerThanItsPixelsIsNotSent() throws MalformedTensorException {
    Tensor tiny = picture(bytes(3, 1, 1), 3, 100, 1);
    assertThat(encoded(Encoding.jpeg(100), tiny)).hasSize(3 * (4 + 3));
    assertThat(decoded(Encoding.jpeg(100), encoded(Encoding.jpeg(100), tiny), tiny.spec(), 3))
        .isEqualTo(tiny);
  }

  @Test
  void anOrdinaryDecoderReadsHeadAndScan() throws Exception {
    Tensor tensor = picture(SPEC, 1, 5, 3);
    byte[] payload = encoded(Q90, tensor);
    byte[] head = JpegHead.of(JpegShape.of(SPEC), 90);
    byte[] file = Arrays.copyOf(head, head.length + payload.length - 4 + 2);
    System.arraycopy(payload, 4, file, head.length, payload.length - 4);
    System.arraycopy(JpegHead.END, 0, file, file.length - 2, 2);
    Pixels pixels = new ImageReader(1000).decode(new ImageReader(1000).inspect(file));
    assertThat(pixels.rgb()).isEqualTo(decoded(Q90, payload, SPEC, 1).data());
    assertThat(ImageIO.read(new BufferInputStream(ByteBuffer.wrap(file))).getWidth()).isEqualTo(27);
  }

  @Test
  void theHeadIsTheOneThatIsDescribed() {
    byte[] head = JpegHead.of(new JpegShape(3, 224, 224), 75);
    CRC32 crc = new CRC32();
    crc.update(head);
    assertThat(head).hasSize(623);
    assertThat(crc.getValue())
        .as("another one needs another name of the encoding")
        .isEqualTo(2393329278L);
  }

  private static void assertRefused(byte[] payload, int batch) {
    assertThatExceptionOfType(MalformedTensorException.class)
        .isThrownBy(() -> decoded(Q90, payload, SPEC, batch));
  }

  private static byte[] payload(byte[] image) {
    return ByteBuffer.allocate(4 + image.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(image.length)
        .put(image)
        .array();
  }

  @Test
  void whatIsCutShortOrGoesOnIsRefused() {
    byte[] good = encoded(Q90, picture(SPEC, 1, 10, 1));
    byte[] scan = Arrays.copyOfRange(good, 4, good.length);
    for (int length = 0; length < scan.length; length++) {
      assertRefused(Arrays.copyOf(good, 4 + length), 1);
      assertRefused(payload(Arrays.copyOf(scan, length)), 1);
    }
    assertRefused(payload(Arrays.copyOf(scan, scan.length + 1)), 1);
    assertRefused(Arrays.copyOf(good, good.length + 1), 1);
    assertRefused(Arrays.copyOf(good, 2 * good.length), 1);
    assertRefused(good, 2);
    assertRefused(encoded(Q90, picture(SPEC, 2, 10, 1)), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 3 * 20 * 27 + 1})
  void aLengthIsThatOfAnImageHere(int length) {
    byte[] payload = Arrays.copyOf(encoded(Q90, picture(SPEC, 1, 10, 1)), 4000);
    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
    assertRefused(payload, 1);
  }

  @Test
  void aScanHasNoMarkers_soNobodySaysWhatItIsOf() throws Exception {
    byte[] scan = encoded(Q90, picture(SPEC, 1, 10, 1));
    byte[] file = TestImages.encode(new BufferedImage(27, 20, BufferedImage.TYPE_INT_RGB), "jpg");
    assertThat(file.length).isLessThan(3 * 20 * 27);
    assertRefused(payload(file), 1);
    for (byte[] other :
        List.of(
            Jpegs.progressive(16, 16, 20),
            Jpegs.withFrame(0xc1, 12, 3),
            Jpegs.withFrame(0xc0, 8, 4))) {
      assertRefused(payload(other), 1);
    }
    for (int marker : new int[] {0xc0, 0xc2, 0xd0, 0xd8, 0xd9, 0xda, 0xff}) {
      byte[] marked = Arrays.copyOfRange(scan, 4, scan.length);
      marked[40] = (byte) 0xff;
      marked[41] = (byte) marker;
      assertRefused(payload(marked), 1);
    }
  }

  @Property(tries = 150)
  void anythingIsRefusedOrReadWithinItsTarget(@ForAll @IntRange(max = 1 << 20) int seed) {
    Random random = new Random(seed);
    byte[] payload = encoded(Q90, picture(SPEC, 1, 10, seed));
    for (int i = 0; i <= random.nextInt(3); i++) {
      payload[4 + random.nextInt(payload.length - 4)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      decoded(Q90, payload, SPEC, 1);
    } catch (MalformedTensorException e) {
      assertThat(e).hasMessageStartingWith("a JPEG's scan ");
    }
  }

  @Test
  void onlyPicturesHaveJpegs() {
    for (TensorSpec spec :
        List.of(
            bytes(2, 8, 8),
            bytes(4, 8, 8),
            bytes(8, 8),
            bytes(3, 8, 8, 8),
            bytes(1, 1, 65501),
            new TensorSpec(DType.F32, List.of(3, 8, 8)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> AllCodecs.decoder(Q90, spec));
      assertThatIllegalArgumentException().isThrownBy(() -> AllCodecs.encoder(Q90, spec, null));
    }
    Quantiser quantiser = new Quantiser(List.of(new Quantiser.Channel(0, 0, 2)));
    assertThatIllegalArgumentException().isThrownBy(() -> AllCodecs.encoder(Q90, SPEC, quantiser));
  }

  @Test
  void theTensorIsLeftAsItWas_andMayLieAnywhereInItsBuffer() throws MalformedTensorException {
    Tensor whole = picture(SPEC, 2, 10, 1);
    int one = (int) SPEC.bytes(1);
    ByteBuffer second = whole.data().duplicate().order(ByteOrder.nativeOrder()).position(one);
    Tensor part = new Tensor(SPEC, 1, second);
    byte[] both = encoded(Q90, whole);
    byte[] alone = encoded(Q90, part);
    assertThat(part.data().remaining()).isEqualTo(one);
    assertThat(Arrays.copyOfRange(both, both.length - alone.length, both.length)).isEqualTo(alone);
    ByteBuffer target = room(SPEC, 2).position(one);
    AllCodecs.decoder(Q90, SPEC).decode(ByteBuffer.wrap(alone), 1, target);
    assertThat(target.slice()).isEqualTo(decoded(Q90, both, SPEC, 2).data().position(one).slice());
  }
}
