package io.isthmus.device.guard;

import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.service.profile.IdleMachine;
import java.nio.ByteBuffer;

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
   * The class of an image.
   *
   * @param input the network's input
   * @throws InterruptedException if the calling thread is interrupted
   */
  int top(ByteBuffer input) throws InterruptedException {
    int length = chain.network().length();
    try (RequestMemory own = chain.openMemory()) {
      Activation now = chain.allocate(own, 0, 1);
      now.buffer().put(input.duplicate());
      while (now.cut() < length) {
        Activation before = now;
        now = machine.run(() -> next(own, before, length));
        before.release();
      }
      return TopClass.of(now.tensor().data().asFloatBuffer(), 0, chain.network().classes());
    }
  }

  /** The logits are laid out in rows here, since that is computing as well. */
  private Activation next(RequestMemory own, Activation before, int length) {
    Activation after = chain.run(own, before, before.cut() + 1);
    if (after.cut() == length) {
      after.values();
    }
    return after;
  }
}
