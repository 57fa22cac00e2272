package io.isthmus.service.model;

import io.isthmus.service.http.problem.Problems;
import java.nio.FloatBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * A network that gives a NaN or an infinity has failed: weights that are damaged, or an activation
 * that overflows. JSON has no such numbers, and a probability made of them means nothing.
 */
public final class Finite {

  private static final Logger log = LoggerFactory.getLogger(Finite.class);

  private Finite() {}

  /**
   * Throws a 500 unless every logit of an image is finite.
   *
   * @param logits of that image, from position to limit
   * @param index of the image in its request, counted from 0
   * @param images in the request
   */
  public static void require(FloatBuffer logits, int index, int images) {
    for (int i = logits.position(); i < logits.limit(); i++) {
      if (!Float.isFinite(logits.get(i))) {
        log.debug("Logit {} of an image is {}", i - logits.position(), logits.get(i));
        throw Problems.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "The network gave a value that is not finite, for image %d of %d."
                .formatted(index + 1, images));
      }
    }
  }
}
