package io.isthmus.engine;

import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.image.ImageTransform;
import io.isthmus.image.Pixels;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.tensor.DType;
import io.isthmus.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs any stretch of a network's chain on libtorch. Always unit by unit, so that a cut changes
 * nothing about how a unit is computed: head and tail give the very bits of the uncut chain.
 *
 * <p>Computing belongs on the threads of an {@link InferencePool}: libtorch gives every calling
 * thread its own team.
 */
public final class ChainRunner implements AutoCloseable {

  private final Network network;
  private final PtNDManager manager;
  private final @Nullable ScriptModule preprocess;
  private final @Nullable ImageTransform transform;
  private final List<ScriptModule> units;
  private final int slice;
  private final AtomicInteger openMemories = new AtomicInteger();

  private ChainRunner(
      ModelPackage model,
      PtNDManager manager,
      @Nullable ScriptModule preprocess,
      List<ScriptModule> units) {
    this.network = model.network();
    this.transform = model.transform();
    this.manager = manager;
    this.preprocess = preprocess;
    this.units = units;
    this.slice = Slices.largest(network);
  }

  /**
   * Loads every unit and runs the chain once, so that the first request finds it warm and any
   * disagreement between manifest and modules is found now.
   *
   * @throws InvalidPackageException if a module does not load, does not run or gives something else
   *     than the manifest says
   */
  public static ChainRunner load(Torch torch, ModelPackage model)
      throws IOException, InvalidPackageException {
    return Once.run(() -> loadHere(torch, model));
  }

  private static ChainRunner loadHere(Torch torch, ModelPackage model)
      throws IOException, InvalidPackageException {
    PtNDManager manager = torch.newManager();
    try {
      List<ScriptModule> units = new ArrayList<>();
      ScriptModule preprocess = null;
      if (model.transform() == null) {
        try (InputStream in = model.openPreprocess()) {
          preprocess = ScriptModule.load(manager, model, "preprocess", in);
        }
      }
      for (int l = 1; l <= model.network().length(); l++) {
        try (InputStream in = model.openUnit(l)) {
          units.add(ScriptModule.load(manager, model, model.network().cutName(l), in));
        }
      }
      ChainRunner runner = new ChainRunner(model, manager, preprocess, units);
      new Rehearsal(runner, model).warmUp();
      return runner;
    } catch (IOException | InvalidPackageException | RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Tries all that a package has to keep to, beyond what loading it finds: see docs/packages.md.
   *
   * @throws InvalidPackageException that names the unit and what it does wrong
   */
  public void examine(ModelPackage model) throws IOException, InvalidPackageException {
    Rehearsal rehearsal = new Rehearsal(this, model);
    Once.run(
        () -> {
          rehearsal.examine();
          return this;
        });
  }

  /** The network that this runs. */
  public Network network() {
    return network;
  }

  /** Memory for one request; the caller closes it. */
  public RequestMemory openMemory() {
    return new RequestMemory((PtNDManager) manager.newSubManager(), openMemories);
  }

  /** Memories that have been opened and not closed yet: what a leak would be seen by. */
  public int openMemories() {
    return openMemories.get();
  }

  /** An activation at a cut, to be filled through its buffer. */
  public Activation allocate(RequestMemory memory, int cut, int batch) {
    TensorSpec spec = network.activation(cut);
    return new Activation(cut, batch, spec, memory.allocate(spec, batch));
  }

  /**
   * How pictures become the network's input, for an {@link ImageReader}; null where the package has
   * a module of its own for that.
   */
  public @Nullable ImageTransform transform() {
    return transform;
  }

  /** Decodes pictures, one after another, to cut 0 of a batch; see the other method. */
  public Activation read(RequestMemory memory, List<EncodedImage> images, ImageReader reader)
      throws ImageException {
    Activation input = allocate(memory, 0, images.size());
    for (int i = 0; i < images.size(); i++) {
      read(images.get(i), reader, input, i);
    }
    return input;
  }

  /**
   * Decodes a picture of any size and brings it to the network's input. Only a package with a
   * module of its own for that computes on libtorch here.
   *
   * @param reader made for {@link #transform}
   * @param batch cut 0, to be filled
   * @param row which image of the batch it becomes
   * @throws ImageException if the picture is damaged
   */
  public void read(EncodedImage image, ImageReader reader, Activation batch, int row)
      throws ImageException {
    ByteBuffer rows = batch.buffer();
    int size = rows.remaining() / batch.batch();
    ByteBuffer input = rows.slice(row * size, size);
    try (RequestMemory own = openMemory()) {
      if (preprocess == null) {
        reader.readInput(image, input, own::bytes);
        return;
      }
      try (ImageReader.Share share = reader.reserve(image)) {
        preprocess(own, reader.decode(image, own::bytes), input);
      }
    }
  }

  /**
   * Runs the package's own module for pre-processing, where it has one.
   *
   * @param input gets U8 [3,H,W]
   */
  void preprocess(RequestMemory memory, Pixels image, ByteBuffer input) {
    if (preprocess == null) {
      return;
    }
    Shape shape = new Shape(3, image.height(), image.width());
    try (PtNDArray pixels = memory.allocate(DType.U8, shape)) {
      pixels.toByteBuffer(true).put(image.rgb());
      long[] wanted = imageShape(network.input());
      try (PtNDArray resized = preprocess.forward(pixels, wanted, DType.U8)) {
        input.put(resized.toByteBuffer(true));
      }
    }
  }

  /**
   * Runs units {@code from.cut()}+1 … {@code to}. The activation that it starts from stays usable;
   * what lies between is freed as it goes. A large batch is run slice by slice, the same slices
   * wherever it is cut.
   *
   * @return h_to, or {@code from} itself where there is nothing to run
   */
  public Activation run(RequestMemory memory, Activation from, int to) {
    if (from.batch() <= slice || from.cut() == to) {
      return runWhole(from, to);
    }
    Activation whole = allocate(memory, to, from.batch());
    ByteBuffer rows = whole.buffer();
    int first = 0;
    for (int size : Slices.of(network, from.batch())) {
      try (RequestMemory slice = openMemory()) {
        Activation part = runWhole(rows(slice, from, first, size), to);
        rows.put(part.tensor().data());
      }
      first += size;
    }
    return whole;
  }

  /**
   * Some images of an activation: a view, whose own memory and that of all that is computed from it
   * belong to {@code memory}.
   */
  public static Activation rows(RequestMemory memory, Activation from, int first, int size) {
    NDIndex index = new NDIndex().addSliceDim(first, (long) first + size);
    PtNDArray view = (PtNDArray) from.array().get(memory.manager(), index);
    return new Activation(from.cut(), size, from.spec(), view);
  }

  /**
   * Shape and type are checked of what comes in and of what every unit puts out: a failing forward
   * is the one thing that must not happen inside libtorch.
   */
  private Activation runWhole(Activation from, int to) {
    TensorSpec input = network.activation(from.cut()); // which need not be what it says of itself
    ScriptModule.requireShape(
        "the input", from.array(), input.batchShape(from.batch()), input.dtype());
    Activation now = from;
    for (int l = from.cut() + 1; l <= to; l++) {
      Activation next = runUnit(l, now);
      if (now != from) {
        now.release();
      }
      now = next;
    }
    return now;
  }

  private Activation runUnit(int l, Activation input) {
    TensorSpec spec = network.activation(l);
    PtNDArray output =
        units.get(l - 1).forward(input.array(), spec.batchShape(input.batch()), spec.dtype());
    return new Activation(l, input.batch(), spec, output);
  }

  private static long[] imageShape(TensorSpec spec) {
    return spec.shape().stream().mapToLong(Integer::longValue).toArray();
  }

  /** Frees the modules. No computation may be under way. */
  @Override
  public void close() {
    manager.close();
  }
}
