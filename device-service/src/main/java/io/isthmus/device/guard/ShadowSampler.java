package io.isthmus.device.guard;

import io.isthmus.control.Controller;
import io.isthmus.decision.Option;
import io.isthmus.device.control.LiveController;
import io.isthmus.engine.Activation;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Random;

/**
 * Takes a share of the answers aside that the edge has computed from lossy tensors. Each is taken
 * by chance: a fixed distance would always meet the same place of a batch. Thread-safe.
 */
public final class ShadowSampler {

  private final LiveController controller;
  private final WaitingSamples waiting;
  private final double share;
  private final Random random;

  /**
   * A sampler.
   *
   * @param share of the answers that are taken, 0 to 1
   * @param random chooses them
   */
  ShadowSampler(LiveController controller, WaitingSamples waiting, double share, Random random) {
    this.controller = controller;
    this.waiting = waiting;
    this.share = share;
    this.random = random;
  }

  /**
   * The edge has answered. Copies what is taken.
   *
   * @param input the network's input for the images of a chunk
   * @param values of the answer to each of these images
   */
  public void answered(Option option, Activation input, ByteBuffer values) {
    if (share == 0 || option.encoding().exact()) {
      return;
    }
    Controller now = controller.snapshot().controller();
    if (!now.guard().watches(option, now.setup().selector().space())) {
      return;
    }
    FloatBuffer answers = values.asFloatBuffer();
    int perImage = answers.remaining() / input.batch();
    for (int i = 0; i < input.batch(); i++) {
      if (random.nextDouble() < share) {
        float[] answer = new float[perImage];
        answers.get(answers.position() + i * perImage, answer);
        waiting.add(new ShadowSample(option, copy(input, i), answer));
      }
    }
  }

  private static ByteBuffer copy(Activation input, int row) {
    ByteBuffer rows = input.tensor().data();
    int size = rows.remaining() / input.batch();
    byte[] one = new byte[size];
    rows.get(rows.position() + row * size, one);
    return ByteBuffer.wrap(one).asReadOnlyBuffer();
  }
}
