package io.isthmus.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Encoding.Kind;
import io.isthmus.encoding.Quantiser;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecsTest {

  private static final TensorSpec FLOATS = Tensors.floats(2, 3, 3);
  private static final TensorSpec BYTES = Tensors.bytes(3, 2, 2);

  private static Quantiser quantiser(int channels, int levels) {
    return new Quantiser(Collections.nCopies(channels, new Quantiser.Channel(0, 0, levels)));
  }

  @Test
  void floatsHaveThreeKindsOfCodecsAndBytesOne() {
    assertThat(Codecs.kinds(FLOATS)).containsExactly(Kind.LOSSLESS, Kind.F16, Kind.QUANTISED);
    assertThat(Codecs.kinds(BYTES)).containsExactly(Kind.LOSSLESS);
  }

  @Test
  void everyOtherEncodingIsRefused() {
    for (Encoding encoding : List.of(Encoding.RAW, Encoding.PIXELS)) {
      assertThatIllegalArgumentException().isThrownBy(() -> Codecs.decoder(encoding, FLOATS));
      assertThatIllegalArgumentException().isThrownBy(() -> Codecs.encoder(encoding, BYTES, null));
    }
    for (Encoding encoding : List.of(Encoding.F16, Encoding.quantised(4))) {
      assertThatIllegalArgumentException().isThrownBy(() -> Codecs.decoder(encoding, BYTES));
    }
  }

  @Test
  void aQuantiserBelongsToItsEncodingAndTensor() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codecs.encoder(Encoding.F16, FLOATS, quantiser(2, 4)));
    for (Quantiser other : new Quantiser[] {null, quantiser(3, 4), quantiser(2, 5)}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Codecs.encoder(Encoding.quantised(4), FLOATS, other));
    }
    assertThat(Codecs.encoder(Encoding.quantised(4), FLOATS, quantiser(2, 4)).encoding())
        .isEqualTo(Encoding.quantised(4));
  }

  @Test
  void theFirstDimensionCountsChannels() {
    assertThat(Codecs.channels(Tensors.floats(5))).isEqualTo(5);
    assertThat(Codecs.channels(Tensors.floats(4, 7))).isEqualTo(4);
    assertThat(Codecs.channels(Tensors.floats(3, 7, 9))).isEqualTo(3);
    assertThat(TensorPlanes.of(Tensors.floats(3, 7, 2, 9))).isEqualTo(new TensorPlanes(3, 14, 9));
    assertThat(TensorPlanes.of(Tensors.floats())).isEqualTo(new TensorPlanes(1, 1, 1));
  }

  @Test
  void tensorsOfAnotherShapeOrByteOrderAreRefused() {
    TensorEncoder encoder = Codecs.encoder(Encoding.F16, FLOATS, null);
    Tensor other = Tensors.smooth(Tensors.floats(3, 3, 2), 1, 1);
    Tensor swapped = new Tensor(FLOATS, 1, ByteBuffer.allocateDirect(72).order(foreignOrder()));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(other));
    assertThatIllegalArgumentException().isThrownBy(() -> encoder.encode(swapped));
  }

  @Test
  void aTargetHasRoomForTheBatchAndNoMore() {
    TensorDecoder decoder = Codecs.decoder(Encoding.F16, FLOATS);
    ByteBuffer payload =
        Codecs.encoder(Encoding.F16, FLOATS, null).encode(Tensors.smooth(FLOATS, 2, 1));
    ByteBuffer small = Tensors.room(FLOATS, 1);
    ByteBuffer swapped = Tensors.room(FLOATS, 2).order(foreignOrder());
    assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(payload, 2, small));
    assertThatIllegalArgumentException().isThrownBy(() -> decoder.decode(payload, 2, swapped));
  }

  private static ByteOrder foreignOrder() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
        ? ByteOrder.BIG_ENDIAN
        : ByteOrder.LITTLE_ENDIAN;
  }
}
