package io.isthmus.calibrating;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** Finds all files below a folder, whatever they are, in the order of their names. */
final class PictureFiles extends SimpleFileVisitor<Path> {

  private final Path root;
  private final List<Path> files = new ArrayList<>();
  private final List<Skipped> unreadable = new ArrayList<>();

  /** Walks through a folder; links to folders are not followed, the folder itself may be one. */
  PictureFiles(Path folder) throws IOException {
    this.root = folder.toRealPath();
    Files.walkFileTree(root, this);
    files.sort((a, b) -> name(a).compareTo(name(b)));
  }

  /** The files, sorted. */
  List<Path> files() {
    return files;
  }

  /** Folders and files that the system does not let us look at. */
  List<Skipped> unreadable() {
    return unreadable;
  }

  /** A file's path in the folder, with slashes. */
  String name(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (Files.isRegularFile(file)) { // a link may lead to one
      files.add(file);
    } else if (!Files.isDirectory(file)) {
      unreadable.add(new Skipped(name(file), "it is no regular file"));
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (file.equals(root)) {
      throw e;
    }
    unreadable.add(new Skipped(name(file), "it cannot be read"));
    return FileVisitResult.CONTINUE;
  }
}
