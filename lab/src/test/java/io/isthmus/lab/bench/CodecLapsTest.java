package io.isthmus.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.codec.Codecs;
import io.isthmus.codec.CutDecoder;
import io.isthmus.codec.CutEncoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodecLapsTest {

  private static final TensorSpec SPEC = new TensorSpec(DType.F32, List.of(4, 8, 8));

  private static CodecLaps laps() {
    return new CodecLaps(
        new CutEncoder(List.of(Codecs.encoder(Encoding.LOSSLESS, SPEC, null))),
        new CutDecoder(List.of(Codecs.decoder(Encoding.LOSSLESS, SPEC))));
  }

  @Test
  void bitsAndTimesAreThoseOfTheLapsThatCount() {
    Tensor zeros =
        new Tensor(
            SPEC, 1, ByteBuffer.allocateDirect((int) SPEC.bytes(1)).order(ByteOrder.nativeOrder()));
    CodecLaps laps = laps();
    laps.lap(List.of(List.of(zeros)), false);
    assertThat(laps.meanBits()).isNaN();
    laps.lap(List.of(List.of(zeros), List.of(zeros)), true);
    int bytes = Codecs.encoder(Encoding.LOSSLESS, SPEC, null).encode(zeros).remaining();
    assertThat(laps.meanBits()).isCloseTo(bytes * 8 / 256.0, within(1e-9));
    assertThat(laps.medianEncodeNs()).isPositive();
    assertThat(laps.medianDecodeNs()).isPositive();
  }

  @Test
  void picturesAreSpreadOverTheFolder(@TempDir Path folder) throws IOException {
    for (int i = 0; i < 10; i++) {
      Files.createFile(folder.resolve(i + ".PNG"));
    }
    Files.createFile(folder.resolve("notes.txt"));
    assertThat(CutActivations.pictures(folder, 3))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("0.PNG", "3.PNG", "6.PNG");
    assertThat(CutActivations.pictures(folder, 100)).hasSize(10);
  }

  @Test
  void aFolderWithoutPicturesIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> CutActivations.pictures(folder, 3))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString());
  }
}
