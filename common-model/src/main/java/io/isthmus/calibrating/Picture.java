package io.isthmus.calibrating;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file whose header is one of a picture.
 *
 * @param name its path in the folder, with slashes
 * @param file where it is
 * @param work what decoding it takes, in pixels of a baseline JPEG
 * @param label number of its class; null without labels
 */
public record Picture(String name, Path file, long work, @Nullable Integer label) {

  Picture labelled(int number) {
    return new Picture(name, file, work, number);
  }
}
