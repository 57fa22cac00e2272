package io.isthmus.calibrating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.audio.AudioInput;
import io.isthmus.audio.AudioInput.Longer;
import io.isthmus.audio.Wavs;
import io.isthmus.network.DType;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.network.Unit;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  private static final TensorSpec FLOATS = new TensorSpec(DType.F32, List.of(2, 3));

  private final Path folder;

  InputFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Network network(TensorSpec input) {
    TensorSpec logits = new TensorSpec(DType.F32, List.of(2));
    return Network.classifier("made", "", input, List.of(new Unit(1, "head", logits, 0)));
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private static byte[] tensor(TensorSpec spec, int batch) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Network network = network(spec);
    Safetensors.write(out, network.inputs(), Tensor.zeros(network.inputs(), batch));
    return out.toByteArray();
  }

  @Test
  void soundsOfAFolderAreFound_andOtherFilesAreSkippedWithAReason() throws Exception {
    write("a.wav", Wavs.sine(440, 8000, 1000));
    write("b.wav", Wavs.sine(440, 44_100, 1000));
    write("cut.wav", Arrays.copyOf(Wavs.sine(440, 8000, 1000), 500));
    write("d.txt", new byte[] {1, 2, 3});

    PictureFolder found =
        PictureFolder.open(folder, new SoundInput(new AudioInput(16_000, 500, Longer.START)));

    assertThat(found.pictures()).extracting(Picture::name).containsExactly("a.wav", "b.wav");
    assertThat(found.pictures()).extracting(Picture::work).containsOnly(0L);
    assertThat(found.skipped()).extracting(Skipped::name).containsExactly("cut.wav", "d.txt");
    assertThat(found.skipped().get(0).reason()).contains("cut short");
  }

  @Test
  void tensorsOfAFolderAreThoseOfOneInput() throws Exception {
    write("a.safetensors", tensor(FLOATS, 1));
    write("b.safetensors", tensor(FLOATS, 1));
    write("two.safetensors", tensor(FLOATS, 2));
    write("other.safetensors", tensor(new TensorSpec(DType.F32, List.of(3, 2)), 1));

    PictureFolder found = PictureFolder.open(folder, new TensorInput(network(FLOATS)));

    assertThat(found.pictures())
        .extracting(Picture::name)
        .containsExactly("a.safetensors", "b.safetensors");
    assertThat(found.skipped()).hasSize(2);
  }

  @Test
  void aFolderWithoutSoundsSaysWhatIsMissing() throws Exception {
    write("a.wav", Wavs.sine(440, 8000, 1000));

    assertThatThrownBy(
            () ->
                PictureFolder.open(
                    folder, new SoundInput(new AudioInput(16_000, 500, Longer.START))))
        .isInstanceOf(CalibrationException.class)
        .hasMessageContaining("needs 2 sounds at least")
        .hasMessageContaining("has 1");
  }
}
