package io.isthmus.cli.fault;

import io.isthmus.OddPackage;
import io.isthmus.cli.service.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Packages and profiles that a service is started with and cannot use. */
final class Packages {

  /** A package, what is wrong with it, and a part of what must be said of it. */
  record Bad(String what, Path path, String says) {}

  private Packages() {}

  static List<Bad> bad(Checkout checkout) throws IOException {
    Path folder = Files.createDirectories(checkout.workFolder("faults-packages"));
    Path cut = folder.resolve("cut.zip");
    byte[] whole = Files.readAllBytes(checkout.defaultPackage());
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Path altered = copy(checkout, folder.resolve("altered.zip"));
    try (FileSystem zip = FileSystems.newFileSystem(altered)) {
      Files.writeString(zip.getPath("blocks/01-stem.pt"), "another unit");
    }
    return List.of(
        new Bad("a package that is missing", folder.resolve("none.zip"), "No model package at"),
        new Bad("a package that is cut short", cut, "is not a readable zip"),
        new Bad("a package with an altered unit", altered, "SHA-256 differs"),
        new Bad(
            "a package whose unit gives a tuple",
            OddPackage.write(folder, Map.of("stem", "tuple")),
            "stem gives (Tensor, Tensor) and not one tensor"));
  }

  /** The package of the repository with other words in its manifest, so another fingerprint. */
  static Path withAnotherDescription(Checkout checkout) throws IOException {
    Path folder = Files.createDirectories(checkout.workFolder("faults-packages"));
    Path other = copy(checkout, folder.resolve("other.zip"));
    try (FileSystem zip = FileSystems.newFileSystem(other)) {
      Path manifest = zip.getPath("manifest.json");
      String json = Files.readString(manifest);
      Files.writeString(manifest, json.replaceFirst("\"description\": *\"", "$0Another: "));
    }
    return other;
  }

  private static Path copy(Checkout checkout, Path to) throws IOException {
    return Files.copy(checkout.defaultPackage(), to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Copies a stored profile as if it had been measured on a machine of 999 cores. */
  static Path foreignProfile(Path from, Path to) throws IOException {
    Path profile;
    try (Stream<Path> files = Files.list(from)) {
      profile = files.filter(f -> f.toString().endsWith("-full.json")).findFirst().orElseThrow();
    }
    Path foreign = Files.createDirectories(to).resolve(profile.getFileName().toString());
    Files.writeString(
        foreign,
        Files.readString(profile).replaceFirst("\"cores\" *: *[0-9]+", "\"cores\" : 999"),
        StandardCharsets.UTF_8);
    return foreign;
  }
}
