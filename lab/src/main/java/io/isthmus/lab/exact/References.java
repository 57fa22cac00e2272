package io.isthmus.lab.exact;

import io.isthmus.cli.harness.InputKind;
import io.isthmus.cli.harness.Inputs;
import io.isthmus.engine.Activation;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferencePool;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageLimits;
import io.isthmus.image.ImageReader;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the answers must be: the logits of the uncut chain, computed in this process with one
 * thread, for the chunks that a plan was made of. Chunks matter, since engines compute batches of
 * different size with different kernels. Thread-safe.
 */
public final class References implements AutoCloseable {

  private final UnitChain chain;
  private final Inputs inputs;
  private final InferencePool pool;
  private final ImageReader reader;
  private final Map<Key, float[][]> known = new HashMap<>();

  /**
   * A chunk: the kind of input, the first of the different images in it, and how many there are.
   */
  private record Key(InputKind kind, int first, int images) {}

  /**
   * Loads the network.
   *
   * @param engine the one that the services compute with
   */
  public References(ModelPackage model, Inputs inputs, Form.Engine engine)
      throws IOException, InvalidPackageException {
    InferenceBackend backend = InferenceBackends.load(engine, 1);
    this.chain = UnitChain.load(backend, model);
    this.pool = new InferencePool(backend, 1, 1);
    this.reader = new ImageReader(ImageLimits.NONE, chain.transform());
    this.inputs = inputs;
  }

  /**
   * Whether a reply is right, bit for bit and in order.
   *
   * @param from the first image that was sent
   * @param batch how many were sent
   */
  public boolean match(InputKind kind, int from, int batch, Reply reply) {
    List<Reply.Chunk> plan = reply.decision().plan();
    int planned = plan.stream().mapToInt(Reply.Chunk::images).sum();
    if (planned != batch || reply.results().size() != batch) {
      return false;
    }
    int first = 0;
    for (Reply.Chunk chunk : plan) {
      float[][] expected = logits(kind, from + first, chunk.images());
      for (int i = 0; i < chunk.images(); i++) {
        if (!sameBits(expected[i], reply.results().get(first + i).logits())) {
          return false;
        }
      }
      first += chunk.images();
    }
    return true;
  }

  /**
   * How a reply differs from the uncut chain's; all images of one that has too few or too many
   * results are changed.
   *
   * @param from the first image that was sent
   * @param batch how many were sent
   */
  public Difference compare(InputKind kind, int from, int batch, Reply reply) {
    if (match(kind, from, batch, reply)) {
      return new Difference(true, 0);
    }
    if (reply.results().size() != batch) {
      return new Difference(false, batch);
    }
    int changed = 0;
    for (int i = 0; i < batch; i++) {
      float[] expected = logits(kind, from + i, 1)[0];
      changed += top(expected) == top(reply.results().get(i).logits()) ? 0 : 1;
    }
    return new Difference(false, changed);
  }

  private static int top(float[] logits) {
    int top = 0;
    for (int i = 1; i < logits.length; i++) {
      top = logits[i] > logits[top] ? i : top;
    }
    return top;
  }

  private static boolean sameBits(float[] a, float[] b) {
    return Arrays.equals(a, b); // by bits: it tells 0 from -0
  }

  private synchronized float[][] logits(InputKind kind, int first, int images) {
    return known.computeIfAbsent(
        new Key(kind, first % inputs.count(), images), key -> compute(key));
  }

  private float[][] compute(Key key) {
    try {
      return pool.run(() -> run(key)).value();
    } catch (InferencePool.FullException e) {
      throw new IllegalStateException("one task at a time has room", e);
    }
  }

  private float[][] run(Key key) throws ImageException {
    try (RequestMemory memory = chain.openMemory()) {
      Activation input =
          key.kind() == InputKind.PHOTOS ? decoded(memory, key) : filled(memory, key);
      FloatBuffer values =
          chain.run(memory, input, chain.network().length()).tensor().data().asFloatBuffer();
      float[][] rows = new float[key.images()][chain.network().classes()];
      for (float[] row : rows) {
        values.get(row);
      }
      return rows;
    }
  }

  private Activation decoded(RequestMemory memory, Key key) throws ImageException {
    List<EncodedImage> images = new ArrayList<>();
    for (int i = 0; i < key.images(); i++) {
      images.add(reader.inspect(inputs.photo(key.first() + i)));
    }
    return chain.read(memory, images, reader);
  }

  private Activation filled(RequestMemory memory, Key key) {
    Activation input = chain.allocate(memory, 0, key.images());
    ByteBuffer pixels = input.buffer();
    for (int i = 0; i < key.images(); i++) {
      pixels.put(inputs.frame(key.first() + i));
    }
    return input;
  }

  /** Frees the network. */
  @Override
  public void close() {
    pool.close();
    chain.close();
  }
}
