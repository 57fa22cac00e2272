package io.isthmus.profiling;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineProbeTest {

  private static void gpu(Path gpus, String bus, String information) throws Exception {
    Path folder = Files.createDirectory(gpus.resolve(bus));
    Files.writeString(folder.resolve("information"), information);
  }

  @Test
  void aGpuIsCalledAsItsDriverCallsIt_severalOfAModelOnce(@TempDir Path gpus) throws Exception {
    gpu(gpus, "0000:05:00.0", "Model: \t\t NVIDIA H200\nIRQ:   \t\t 80\n");
    assertThat(MachineProbe.gpus(gpus)).isEqualTo("NVIDIA H200");
    gpu(gpus, "0000:06:00.0", "Model: \t\t NVIDIA H200\n");
    assertThat(MachineProbe.gpus(gpus)).isEqualTo("NVIDIA H200");
    gpu(gpus, "0000:07:00.0", "Model: \t\t NVIDIA L4\n");
    assertThat(MachineProbe.gpus(gpus)).isEqualTo("NVIDIA H200, NVIDIA L4");
  }

  @Test
  void whereTheDriverTellsNothingItIsUnknown(@TempDir Path gpus) throws Exception {
    assertThat(MachineProbe.gpus(gpus)).isEqualTo("unknown");
    assertThat(MachineProbe.gpus(gpus.resolve("none"))).isEqualTo("unknown");
    gpu(gpus, "0000:05:00.0", "IRQ: 80\n");
    assertThat(MachineProbe.gpus(gpus)).isEqualTo("unknown");
  }
}
