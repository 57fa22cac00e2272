package io.isthmus.calibrating;

import io.isthmus.engine.Activation;
import java.util.List;

/**
 * Some pictures, decoded.
 *
 * @param input cut 0
 * @param pictures those of its rows
 * @param fileBytes sizes of their files
 */
record InputBatch(Activation input, List<Picture> pictures, List<Integer> fileBytes) {
  int size() {
    return pictures.size();
  }
}
