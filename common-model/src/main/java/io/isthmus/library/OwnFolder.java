package io.isthmus.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Iterator;
import java.util.stream.Stream;

/** Finds out whether others than this process's user could have put something into a folder. */
final class OwnFolder {

  private static final int ROOT = 0;
  private static final int WRITE_OF_OTHERS = 0022;
  private static final int ANYTHING_OF_OTHERS = 0077;

  private final int user;

  /** For the user of that number. */
  OwnFolder(int user) {
    this.user = user;
  }

  /** For the user that runs this process. */
  static OwnFolder ofThisProcess() throws IOException {
    return new OwnFolder((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  int user() {
    return user;
  }

  /** Whether it belongs to the user or to root, who can write everywhere anyway. */
  boolean isOwned(Path path) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid");
    return owner == user || owner == ROOT;
  }

  /** Whether it is owned, and neither a group nor others may write to it. */
  boolean isSafe(Path path) throws IOException {
    return isOwned(path) && (mode(path) & WRITE_OF_OTHERS) == 0;
  }

  /** Whether a folder and everything below it are safe. */
  boolean isSafeThroughout(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return true;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Iterator<Path> paths = all.iterator(); paths.hasNext(); ) {
        if (!isSafe(paths.next())) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A folder in one that others may write to as well: a known one of the user alone, or, where
   * somebody else has taken its name, one that has just been made.
   */
  Path privateIn(Path shared) throws IOException {
    Path known = shared.resolve("isthmus-native-" + user);
    try {
      return createPrivate(known);
    } catch (FileAlreadyExistsException e) {
      return isPrivate(known) ? known : passing(shared);
    }
  }

  /** Its libraries stay mapped once they are loaded; a process that is killed leaves it behind. */
  private static Path passing(Path shared) throws IOException {
    Path folder = Files.createTempDirectory(shared, "isthmus-native-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    return folder;
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // the process ends, and nobody is left to be told
    }
  }

  /** A link is not: it would lead where somebody else wants. */
  private boolean isPrivate(Path folder) throws IOException {
    return Files.isDirectory(folder, NOFOLLOW_LINKS)
        && (int) Files.getAttribute(folder, "unix:uid", NOFOLLOW_LINKS) == user
        && (mode(folder) & ANYTHING_OF_OTHERS) == 0;
  }

  /** Makes a folder that nobody else can look into; throws FileAlreadyExistsException. */
  static Path createPrivate(Path folder) throws IOException {
    var permissions = PosixFilePermissions.fromString("rwx------");
    return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode");
  }
}
