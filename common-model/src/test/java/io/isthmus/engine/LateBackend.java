package io.isthmus.engine;

import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * As a GPU is seen from here: it has been asked for a unit when that returns, and computes it at
 * the latest when somebody waits for it or looks at it. What it gives is no main memory.
 */
final class LateBackend implements InferenceBackend {

  private final InferenceBackend engine;
  private final Runnable work;

  /**
   * On another engine.
   *
   * @param work that each unit takes besides
   */
  LateBackend(InferenceBackend engine, Runnable work) {
    this.engine = engine;
    this.work = work;
  }

  @Override
  public String version() {
    return engine.version();
  }

  @Override
  public Form.Engine engine() {
    return engine.engine();
  }

  @Override
  public int threads() {
    return engine.threads();
  }

  @Override
  public ComputeDevice device() {
    return ComputeDevice.cuda(0);
  }

  @Override
  public void prepareThread() {
    engine.prepareThread();
  }

  @Override
  public LoadedUnits load(ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    return new Units(model, engine.load(model, form));
  }

  /** A tensor that is not yet computed. */
  static final class Late implements NativeTensor {

    private final Supplier<NativeTensor> computing;
    private @Nullable NativeTensor computed;

    private Late(Supplier<NativeTensor> computing) {
      this.computing = computing;
    }

    boolean isComputed() {
      return computed != null;
    }

    NativeTensor await() {
      NativeTensor now = computed;
      if (now == null) {
        now = computing.get();
        computed = now;
      }
      return now;
    }

    @Override
    public ByteBuffer buffer() {
      return await().buffer().asReadOnlyBuffer().order(await().buffer().order());
    }

    @Override
    public void require(String name, DType dtype, long[] shape) {
      // a GPU knows both at once; here they are required when it is computed
    }

    @Override
    public boolean isPlain() {
      return true;
    }

    @Override
    public void release() {
      // another unit may still be waiting for it
    }
  }

  private static NativeTensor here(NativeTensor tensor) {
    return tensor instanceof Late late ? late.await() : tensor;
  }

  private final class Units implements LoadedUnits {

    private final ModelPackage model;
    private final LoadedUnits units;

    Units(ModelPackage model, LoadedUnits units) {
      this.model = model;
      this.units = units;
    }

    @Override
    public Form form() {
      return units.form();
    }

    @Override
    public TensorMemory openMemory() {
      return new Memory(units.openMemory());
    }

    @Override
    public List<NativeTensor> run(int unit, List<NativeTensor> inputs) {
      List<NamedTensor> given = model.network().activation(unit).tensors();
      return IntStream.range(0, given.size())
          .<NativeTensor>mapToObj(i -> new Late(() -> compute(unit, inputs).get(i)))
          .toList();
    }

    private List<NativeTensor> compute(int unit, List<NativeTensor> inputs) {
      work.run();
      return units.run(unit, inputs.stream().map(LateBackend::here).toList());
    }

    @Override
    public void await(List<NativeTensor> computed) {
      computed.forEach(LateBackend::here);
    }

    @Override
    public boolean preprocesses() {
      return units.preprocesses();
    }

    @Override
    public NativeTensor preprocess(NativeTensor pixels) {
      return units.preprocess(pixels);
    }

    @Override
    public void close() {
      units.close();
    }
  }

  private record Memory(TensorMemory memory) implements TensorMemory {

    @Override
    public NativeTensor allocate(DType dtype, long... shape) {
      return memory.allocate(dtype, shape);
    }

    @Override
    public NativeTensor rows(NativeTensor from, int first, int count) {
      return memory.rows(here(from), first, count);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
