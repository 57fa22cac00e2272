package io.isthmus.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isthmus.answers.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Where native code is loaded from: never where somebody else could have put it. */
class NativeCacheTest {

  private static final int SOMEBODY = 12345;

  @RegisterExtension final Answers answers = new Answers("library");

  private final Path home;
  private final Path temporary;
  private final OwnFolder own = OwnFolder.ofThisProcess();

  NativeCacheTest(@TempDir Path folder) throws IOException {
    home = Files.createDirectory(folder.resolve("home"));
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @BeforeEach
  void letEverybodyWriteTemporaryFiles() throws IOException {
    mode(temporary, "rwxrwxrwx");
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private static void give(Path path) throws IOException {
    Files.setAttribute(path, "unix:uid", SOMEBODY);
  }

  private Path folder(Path ofUser, Map<String, String> variables) throws IOException {
    return new NativeCache(variables, ofUser, temporary, own).folder();
  }

  private Path withoutHome() throws IOException {
    return folder(home.resolve("missing"), Map.of());
  }

  private Path library(Path cache) throws IOException {
    Path folder = Files.createDirectories(cache.resolve("pytorch/2.7.1"));
    return Files.writeString(folder.resolve("libtorch.so"), "not a library");
  }

  private void isPrivate(Path folder) throws IOException {
    assertThat(Files.getPosixFilePermissions(folder))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getAttribute(folder, "unix:uid")).isEqualTo(own.user());
  }

  @Test
  void itIsInTheHome_andMadeSoThatNobodyElseCanLookInside() throws IOException {
    assertThat(folder(home, Map.of())).isEqualTo(home.resolve(".djl.ai"));
    isPrivate(home.resolve(".djl.ai"));
  }

  @Test
  void oneThatIsThereIsUsedAsLongAsOnlyItsUserCanWriteToIt() throws IOException {
    Path cache = home.resolve(".djl.ai");
    Path library = library(cache);
    assertThat(folder(home, Map.of())).isEqualTo(cache);
    for (String permissions : new String[] {"rw-rw-r--", "rw-r--rw-"}) {
      mode(library, permissions);
      assertThat(folder(home, Map.of())).as(permissions).hasParent(cache);
      isPrivate(folder(home, Map.of()));
    }
  }

  @Test
  void withoutAHomeItIsAPrivateFolderAmongTheTemporaryFiles_atEveryStart() throws IOException {
    Path folder = withoutHome();
    assertThat(folder).hasParent(temporary);
    isPrivate(folder);
    assertThat(withoutHome()).isEqualTo(folder);
  }

  @Test
  void whatSomebodyElseHasPutWhereDjlLooksIsNotUsed() throws IOException {
    library(temporary.resolve(".djl.ai"));
    assertThat(withoutHome()).isNotEqualTo(temporary.resolve(".djl.ai"));
  }

  @Test
  void aFolderOfOurNameThatOthersCanWriteToOrReadIsNotUsed() throws IOException {
    Path taken = withoutHome();
    for (String permissions : new String[] {"rwxrwx---", "rwx---rwx", "rwxr-xr-x"}) {
      mode(taken, permissions);
      Path other = withoutHome();
      assertThat(other).as(permissions).hasParent(temporary).isNotEqualTo(taken);
      isPrivate(other);
    }
    answers.fault(
        "a folder for native code that others could have written to",
        "another one is used, of mode 0700 and of a name that nobody could foresee");
  }

  @Test
  void aFileOrALinkOfOurNameIsNotUsed() throws IOException {
    Path taken = withoutHome();
    Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
    mode(elsewhere, "rwx------");
    Files.delete(taken);
    Files.createSymbolicLink(taken, elsewhere);
    assertThat(withoutHome().toRealPath()).isNotEqualTo(elsewhere.toRealPath());
    Files.delete(taken);
    Files.createFile(taken);
    assertThat(withoutHome()).isDirectory();
  }

  @Test
  void aFolderOfOurNameThatSomebodyElseOwnsIsNotUsed() throws IOException {
    assumeTrue(own.user() == 0, "only root can give a file away");
    Path taken = withoutHome();
    give(taken);
    isPrivate(withoutHome());
    Path cache = home.resolve(".djl.ai");
    give(library(cache));
    assertThat(folder(home, Map.of())).as("a library of somebody else").hasParent(cache);
    give(cache);
    assertThat(folder(home, Map.of())).as("all of somebody else").hasParent(temporary);
  }

  @Test
  void aFolderThatIsNamedIsUsed_orAPrivateOneInItWhereOthersCanWriteToo() throws IOException {
    Path named = home.resolve("deep/named");
    Map<String, String> variable = Map.of("DJL_CACHE_DIR", named.toString());
    assertThat(folder(home, variable)).isEqualTo(named);
    mode(named, "rwxrwxrwx");
    assertThat(folder(home, variable)).hasParent(named);
    isPrivate(folder(home, variable));
  }

  @Test
  void aFolderThatIsNamedAndSomebodyElsesIsRefused() throws IOException {
    assumeTrue(own.user() == 0, "only root can give a file away");
    Path named = Files.createDirectory(home.resolve("named"));
    give(named);
    for (String variable : new String[] {"DJL_CACHE_DIR", "ENGINE_CACHE_DIR"}) {
      assertThatThrownBy(() -> folder(home, Map.of(variable, named.toString())))
          .isInstanceOf(NativeLibraryException.class)
          .hasMessageStartingWith(variable + " names '" + named + "'");
    }
  }

  @Test
  void noFolderAtAllIsAnErrorOfItsOwn() {
    Path file = home.resolve("file");
    assertThatThrownBy(() -> new NativeCache(Map.of(), home.resolve("missing"), file, own).folder())
        .isInstanceOf(IOException.class);
  }
}
