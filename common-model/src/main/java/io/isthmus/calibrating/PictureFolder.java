package io.isthmus.calibrating;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The pictures of a folder, or other inputs, in the order of their names.
 *
 * @param folder the folder
 * @param pictures the files that are inputs, as far as has been looked
 * @param skipped the other files, and why each was left out
 */
public record PictureFolder(Path folder, List<Picture> pictures, List<Skipped> skipped) {

  /** A larger file is no photograph. */
  static final int MOST_BYTES = 128 << 20;

  /** One for the quantisers, and one for what they change. */
  private static final int FEWEST = 2;

  /** Copies the lists. */
  public PictureFolder {
    pictures = List.copyOf(pictures);
    skipped = List.copyOf(skipped);
  }

  /**
   * Looks at every file of a folder and of those below it.
   *
   * @param inputs tells what an input is
   * @throws CalibrationException if it is no folder or has fewer than two inputs
   */
  public static PictureFolder open(Path folder, InputFiles inputs)
      throws IOException, CalibrationException {
    if (!Files.isDirectory(folder)) {
      throw new CalibrationException(
          "%s is %s".formatted(folder, Files.exists(folder) ? "no folder" : "not there"));
    }
    PictureFiles files = new PictureFiles(folder);
    List<Picture> pictures = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>(files.unreadable());
    for (Path file : files.files()) {
      String name = files.name(file);
      try {
        pictures.add(new Picture(name, file, inputs.inspect(read(file)), null));
      } catch (UnusableFileException e) {
        skipped.add(new Skipped(name, String.valueOf(e.getMessage())));
      }
    }
    PictureFolder found = new PictureFolder(folder, pictures, skipped);
    found.requireEnough(inputs.noun());
    return found;
  }

  private void requireEnough(String noun) throws CalibrationException {
    if (pictures.size() < FEWEST) {
      String others =
          skipped.isEmpty()
              ? ""
              : ", and %d %s that cannot be read as one, such as %s: %s"
                  .formatted(
                      skipped.size(),
                      skipped.size() == 1 ? "file" : "files",
                      skipped.get(0).name(),
                      skipped.get(0).reason());
      throw new CalibrationException(
          "a calibration needs %d %ss at least; %s has %d%s"
              .formatted(FEWEST, noun, folder, pictures.size(), others));
    }
  }

  /** Reads a file as it is. */
  static byte[] read(Path file) throws UnusableFileException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new UnusableFileException("the file has more than %d bytes".formatted(MOST_BYTES));
      }
      return bytes;
    } catch (IOException e) {
      throw new UnusableFileException("the file cannot be read");
    }
  }

  /**
   * The pictures with their classes.
   *
   * @param labels numbers of classes by the names of files
   * @param source what the messages call the labels
   * @throws CalibrationException if a picture has none, or a name is none of the folder's files
   */
  public PictureFolder labelled(Map<String, Integer> labels, String source)
      throws CalibrationException {
    List<Picture> labelled = new ArrayList<>();
    for (Picture picture : pictures) {
      Integer label = labels.get(picture.name());
      if (label == null) {
        throw new CalibrationException(
            "%s has no label for %s of %s".formatted(source, picture.name(), folder));
      }
      labelled.add(picture.labelled(label));
    }
    requireKnown(labels, source);
    return new PictureFolder(folder, labelled, skipped);
  }

  private void requireKnown(Map<String, Integer> labels, String source)
      throws CalibrationException {
    Set<String> known = new HashSet<>();
    pictures.forEach(picture -> known.add(picture.name()));
    skipped.forEach(file -> known.add(file.name()));
    for (String name : labels.keySet()) {
      if (!known.contains(name)) {
        throw new CalibrationException(
            "%s names %s, and %s has no such file".formatted(source, name, folder));
      }
    }
  }
}
