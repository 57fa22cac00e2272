package io.isthmus.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeFilesTest {

  @Test
  void theLibrariesLieWholeInAFolderThatNobodyElseCanLookInto(@TempDir Path temp) throws Exception {
    Path folder = OnnxRuntimeFiles.unpack(temp.resolve("cache"));
    assertThat(names(folder)).containsExactly("libonnxruntime.so", "libonnxruntime4j_jni.so");
    assertThat(Files.size(folder.resolve("libonnxruntime.so"))).isGreaterThan(10_000_000);
    OwnFolder own = OwnFolder.ofThisProcess();
    assertThat(own.isSafeThroughout(temp.resolve("cache"))).isTrue();
    assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
  }

  @Test
  void whatIsUnpackedIsUsedAgain_andWhatIsMissingIsAdded(@TempDir Path temp) throws Exception {
    Path folder = OnnxRuntimeFiles.unpack(temp);
    Path kept = folder.resolve("libonnxruntime4j_jni.so");
    Files.setLastModifiedTime(kept, FileTime.fromMillis(1000));
    Files.delete(folder.resolve("libonnxruntime.so"));
    assertThat(OnnxRuntimeFiles.unpack(temp)).isEqualTo(folder);
    assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1000);
    assertThat(names(folder)).hasSize(2);
  }

  private static List<String> names(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
