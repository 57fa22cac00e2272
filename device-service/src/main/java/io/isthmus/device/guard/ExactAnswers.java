package io.isthmus.device.guard;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.service.profile.IdleMachine;
import io.isthmus.tensor.ImageRows;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Answers of the uncut network, computed on this device while it has nothing else to do. It gives
 * way to requests after each unit, and goes on from there when they have left.
 */
final class ExactAnswers {

  private final IdleMachine machine;
  private final UnitChain chain;

  ExactAnswers(IdleMachine machine, UnitChain chain) {
    this.machine = machine;
    this.chain = chain;
  }

  /**
   * The answer to an image.
   *
   * @param input the network's input
   * @return the values of each output, one after another
   * @throws InterruptedException if the calling thread is interrupted
   */
  float[] of(ByteBuffer input) throws InterruptedException {
    int length = chain.network().length();
    try (RequestMemory own = chain.openMemory()) {
      Activation now = chain.allocate(own, 0, 1);
      now.buffer().put(input.duplicate());
      while (now.cut() < length) {
        Activation before = now;
        now = machine.run(() -> next(own, before, length));
        before.release();
      }
      FloatBuffer values = ImageRows.of(now.values()).asFloatBuffer();
      float[] answer = new float[values.remaining()];
      values.get(answer);
      return answer;
    }
  }

  /** The outputs are laid out in rows here, since that is computing as well. */
  private Activation next(RequestMemory own, Activation before, int length) {
    Activation after = chain.run(own, before, before.cut() + 1);
    if (after.cut() == length) {
      after.values();
    }
    return after;
  }
}
