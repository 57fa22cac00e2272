package io.isthmus.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of DJL's bindings goes with a libtorch of the operator's own, and what it lacks. */
class TorchCudaTest {

  private final Path folder;

  TorchCudaTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path libtorch(String name, String... libraries) throws Exception {
    Path libtorch = Files.createDirectory(folder.resolve(name));
    for (String library : libraries) {
      Files.createFile(libtorch.resolve(library));
    }
    return libtorch;
  }

  @Test
  void theFirstFolderWithALibtorchDecides() throws Exception {
    Path none = libtorch("none");
    Path plain = libtorch("plain", "libtorch.so");
    Path cuda = libtorch("cuda", "libtorch.so", "libtorch_cuda.so");
    assertThat(OwnLibtorch.flavor("")).isEmpty();
    assertThat(OwnLibtorch.flavor(none.toString())).isEmpty();
    assertThat(OwnLibtorch.flavor(plain.toString())).contains("cpu");
    assertThat(OwnLibtorch.flavor(none + File.pathSeparator + cuda)).contains("cu128");
    assertThat(OwnLibtorch.flavor(cuda.resolve("libtorch.so").toString())).contains("cu128");
    assertThat(OwnLibtorch.flavor(plain + File.pathSeparator + cuda)).contains("cpu");
  }

  @Test
  void aLibtorchWithoutCudaAndAMachineWithoutGpuAreTwoReasons() throws Exception {
    Path plain = libtorch("plain", "libtorch.so");
    Path cuda = libtorch("cuda", "libtorch.so", "libtorch_cuda.so");
    assertThat(TorchCuda.missing(plain)).contains(plain + " has no CUDA", "PYTORCH_LIBRARY_PATH");
    assertThat(TorchCuda.missing(cuda)).contains("finds no GPU", "driver");
  }
}
