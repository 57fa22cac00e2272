package io.isthmus.lab.compute;

import io.isthmus.engine.Activation;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.Form;
import io.isthmus.model.ModelPackage;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** A package as the services run it: arguments are package, images, threads and engine. */
final class ChainWorker {

  private ChainWorker() {}

  public static void main(String[] arguments) throws Exception {
    ByteBuffer images = Worker.images(arguments[1]);
    InferenceBackend backend =
        InferenceBackends.load(Form.Engine.valueOf(arguments[3]), Integer.parseInt(arguments[2]));
    try (ModelPackage model = ModelPackage.open(Path.of(arguments[0]));
        UnitChain chain = UnitChain.load(backend, model);
        InferencePool pool = new InferencePool(backend, 1, 1)) {
      Worker.serve(batch -> pool.run(() -> run(chain, images, batch)).value());
    }
  }

  private static float[] run(UnitChain chain, ByteBuffer images, int batch) {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input = chain.allocate(memory, 0, batch);
      ByteBuffer buffer = input.buffer();
      buffer.put(images.slice(0, buffer.remaining()));
      Activation logits = chain.run(memory, input, chain.network().length());
      FloatBuffer values = logits.tensor().data().asFloatBuffer();
      float[] result = new float[values.remaining()];
      values.get(result);
      return result;
    }
  }
}
