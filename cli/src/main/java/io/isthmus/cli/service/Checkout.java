package io.isthmus.cli.service;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of the repository, which the launcher, the sample photographs and the default package
 * lie in.
 *
 * @param root its top
 */
public record Checkout(Path root) {

  /** The one that this code was built in: it runs from a folder below, as a jar or as classes. */
  public static Checkout find() {
    try {
      Path code =
          Path.of(Checkout.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = code;
      while (folder != null && !Files.isRegularFile(folder.resolve("isthmus"))) {
        folder = folder.getParent();
      }
      if (folder == null) {
        throw new IllegalStateException("no folder above " + code + " holds the launcher");
      }
      return new Checkout(folder);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("this code has no place on disk", e);
    }
  }

  /** The script that starts everything. */
  public Path launcher() {
    return root.resolve("isthmus");
  }

  /** The package that is used where none is named. */
  public Path defaultPackage() {
    return root.resolve("models/efficientnet_b0.zip");
  }

  /** Sample photographs. */
  public Path samples() {
    return root.resolve("models/samples");
  }

  /** Pictures of what the repository's network knows, as large as photographs. */
  public Path clothes() {
    return root.resolve("models/samples/clothes");
  }

  /** Stored timing profiles, one folder for each network. */
  public Path profiles() {
    return root.resolve("profiles");
  }

  /** Measured links. */
  public Path traces() {
    return root.resolve("traces");
  }

  /** A folder for what a command leaves behind; git ignores it. */
  public Path workFolder(String command) {
    return root.resolve(".isthmus").resolve(command);
  }
}
