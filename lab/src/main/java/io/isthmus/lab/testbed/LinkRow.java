package io.isthmus.lab.testbed;

import io.isthmus.cli.Csv;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What the link really carried when its rate was set: a row of the results.
 *
 * @param rate what was asked for
 * @param upMegabytesPerSecond what TCP carried from device to edge, 10^6 bytes per second
 * @param downMegabytesPerSecond the same from edge to device
 */
record LinkRow(String rate, double upMegabytesPerSecond, double downMegabytesPerSecond) {

  static final String FILE = "link.csv";

  /** Adds it to the rows of a folder. */
  void add(Path folder) throws IOException {
    Csv.append(folder.resolve(FILE), LinkRow.class, this);
  }
}
