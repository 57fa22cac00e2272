package io.isthmus.model;

import static io.isthmus.model.TinyPackage.STEM;
import static io.isthmus.model.TinyPackage.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.answers.Answers;
import io.isthmus.network.Network;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that are damaged, or reach out of themselves. */
class PackageFilesTest {

  @RegisterExtension final Answers answers = new Answers("library");

  private final Path temp;
  private final TinyPackage tiny;

  PackageFilesTest(@TempDir Path temp) {
    this.temp = temp;
    this.tiny = new TinyPackage(temp);
  }

  @Test
  void anEmptyFileAndOneThatIsNoZipAreRefused() throws Exception {
    Path file = temp.resolve("model.zip");
    for (String content : List.of("", "not a zip", "PK")) {
      Files.writeString(file, content);
      assertRefused(file, "not a readable zip");
    }
  }

  @Test
  void aNameThatIsNoTextIsRefused() throws Exception {
    tiny.files().put("ö", new byte[0]);
    Path zip = tiny.zip();
    String bytes = Files.readString(zip, StandardCharsets.ISO_8859_1);
    Files.writeString(zip, bytes.replace("\u00c3\u00b6", "\u00c3("), StandardCharsets.ISO_8859_1);
    assertRefused(zip, "is not a readable zip");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0001, 0.01, 0.3, 0.5, 0.9, 0.99, 0.9999, 0.999999})
  void aTruncatedZipIsRefused(double part) throws Exception {
    byte[] whole = Files.readAllBytes(TestModel.PACKAGE);
    Path cut = temp.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, (int) (part * whole.length)));
    assertRefused(cut, "not a readable zip");
  }

  @Test
  void aFlippedByteInABlockOfTheRepositorysPackageIsFound() throws Exception {
    byte[] bytes = Files.readAllBytes(TestModel.PACKAGE);
    bytes[bytes.length / 2] ^= 0x10;
    Path altered = temp.resolve("altered.zip");
    Files.write(altered, bytes);
    assertRefused(altered, "blocks/");
  }

  /** An altered manifest may be one of another model, but then it has another fingerprint. */
  @Test
  void whicheverByteOfAZipIsFlipped_itIsRefusedOrGivesTheSameNetworkUnderTheSameFingerprint()
      throws Exception {
    Path zip = tiny.zip();
    byte[] good = Files.readAllBytes(zip);
    Network network;
    try (ModelPackage model = ModelPackage.open(zip)) {
      network = model.network();
    }
    int refused = 0;
    for (int i = 0; i < good.length; i++) {
      for (int mask : new int[] {0x01, 0x80, 0xff}) {
        byte[] altered = good.clone();
        altered[i] ^= (byte) mask;
        Files.write(zip, altered);
        try (ModelPackage model = ModelPackage.open(zip)) {
          assertThat(model.network().equals(network))
              .as("byte %d ^ %d", i, mask)
              .isEqualTo(model.network().fingerprint().equals(network.fingerprint()));
        } catch (InvalidPackageException e) {
          assertThat(e).hasMessageContaining(zip.toString());
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(good.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/evil", "blocks/../../evil", "blocks\\evil", "évil", "a b"})
  void aZipEntryThatLeavesThePackageOrIsNotPlainIsRefused(String name) throws Exception {
    tiny.files().put(name, new byte[1]);
    assertRefused(tiny.zip(), "entry", name.replace('é', '?'));
  }

  /** Another program, or another Java, may read the one that we have not verified. */
  @Test
  void aZipThatHoldsANameTwiceIsRefused() throws Exception {
    for (String name : List.of("manifest.json", STEM, "preprocess.pt")) {
      String other = name.substring(0, name.length() - 1) + "x";
      tiny.files().put(other, "another".getBytes(StandardCharsets.UTF_8));
      Path zip = tiny.zip();
      tiny.files().remove(other);
      String bytes = Files.readString(zip, StandardCharsets.ISO_8859_1);
      Files.writeString(zip, bytes.replace(other, name), StandardCharsets.ISO_8859_1);
      assertRefused(zip, "two entries named " + name);
    }
    answers.fault(
        "a zip package that holds a name twice, also the manifest's", "refused; the name is told");
  }

  @Test
  void aLinkThatLeadsOutOfTheFolderIsRefused_oneThatStaysInsideIsNot() throws Exception {
    Path folder = tiny.folder();
    Path stem = folder.resolve(STEM);
    Path inside = Files.move(stem, folder.resolve("moved.pt"));
    Files.createSymbolicLink(stem, inside);
    ModelPackage.open(folder).close();

    Path outside = Files.move(inside, temp.resolve("outside.pt"));
    Files.delete(stem);
    Files.createSymbolicLink(stem, outside);
    assertRefused(folder, STEM, "outside");
  }

  @Test
  void aManifestThatIsALinkOutOfTheFolderIsRefused() throws Exception {
    Path folder = tiny.folder();
    Path json = folder.resolve("manifest.json");
    Path outside = Files.move(json, temp.resolve("outside.json"));
    Files.createSymbolicLink(json, outside);
    assertRefused(folder, "manifest.json", "outside");
  }
}
