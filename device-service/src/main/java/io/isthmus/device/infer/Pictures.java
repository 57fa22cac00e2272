package io.isthmus.device.infer;

import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.service.http.body.Uploads;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.wire.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The images of a request of which some may not be usable.
 *
 * @param usable in their order
 * @param refused why the others are not, by their index
 */
record Pictures(List<EncodedImage> usable, SortedMap<Integer, ImageException> refused) {

  /** Throws the first refusal if nothing is left of an upload. */
  static Pictures of(Uploads.Received upload) throws ImageException {
    return new Pictures(upload.images(), upload.refused()).some();
  }

  private Pictures some() throws ImageException {
    if (usable.isEmpty()) {
      throw refused.get(refused.firstKey());
    }
    return this;
  }

  /** How many images were uploaded. */
  int count() {
    return usable.size() + refused.size();
  }

  /** Why images have no answer, by their index. */
  SortedMap<Integer, String> refusals() {
    SortedMap<Integer, String> refusals = new TreeMap<>();
    refused.forEach((index, e) -> refusals.put(index, String.valueOf(e.getMessage())));
    return refusals;
  }

  /**
   * Those that can be decoded as well, which is found out by decoding each by itself.
   *
   * @throws ImageException if none can
   */
  Pictures intact(InferenceExecutor computation, Deadline deadline) throws ImageException {
    List<EncodedImage> intact = new ArrayList<>();
    SortedMap<Integer, ImageException> all = new TreeMap<>(refused);
    int next = 0;
    for (int i = 0; i < count(); i++) {
      if (!refused.containsKey(i)) {
        EncodedImage image = usable.get(next++);
        try (RequestMemory memory = computation.openMemory()) {
          computation.decode(memory, List.of(image), deadline);
          intact.add(image);
        } catch (ImageException e) {
          all.put(i, e);
        }
      }
    }
    return new Pictures(intact, all).some();
  }
}
