package io.isthmus.engine;

import io.isthmus.audio.AudioInput;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.image.ImageTransform;
import io.isthmus.image.Pixels;
import io.isthmus.model.Form;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs any stretch of a network's chain on an engine. It always runs unit by unit, so that a cut
 * changes nothing about how a unit is computed: head and tail give the very bits of the uncut
 * chain.
 *
 * <p>Computing belongs on the threads of an {@link InferencePool}: engines give every calling
 * thread its own team.
 */
public final class UnitChain implements AutoCloseable {

  private final InferenceBackend backend;
  private final Network network;
  private final LoadedUnits units;
  private final @Nullable ImageTransform transform;
  private final @Nullable AudioInput audio;
  private final int slice;
  private final AtomicInteger openMemories = new AtomicInteger();

  private UnitChain(InferenceBackend backend, ModelPackage model, LoadedUnits units) {
    this.backend = backend;
    this.network = model.network();
    this.units = units;
    this.transform = model.transform();
    this.audio = model.audio();
    this.slice = MicroBatches.largest(network);
  }

  /**
   * Loads the form that is made for this engine and its device; see the other method.
   *
   * @throws InvalidPackageException also if the package has no such form
   */
  public static UnitChain load(InferenceBackend backend, ModelPackage model)
      throws IOException, InvalidPackageException {
    Form form = model.form(backend.engine(), backend.device().processor());
    return load(backend, model, form);
  }

  /** Loads a form of it, and tells nobody what that does; see the other method. */
  public static UnitChain load(InferenceBackend backend, ModelPackage model, Form form)
      throws IOException, InvalidPackageException {
    return load(backend, model, form, LoadSteps.NONE);
  }

  /**
   * Loads every unit and runs the chain once, so that the first request finds it warm and any
   * disagreement between manifest and modules is found now.
   *
   * @param form one of the engine's
   * @param steps is told what that is about to do
   * @throws InvalidPackageException if a module does not load, does not run or gives something else
   *     than the manifest says
   */
  public static UnitChain load(
      InferenceBackend backend, ModelPackage model, Form form, LoadSteps steps)
      throws IOException, InvalidPackageException {
    return EphemeralPool.run(backend, () -> loadHere(backend, model, form, steps));
  }

  private static UnitChain loadHere(
      InferenceBackend backend, ModelPackage model, Form form, LoadSteps steps)
      throws IOException, InvalidPackageException {
    steps.begins("its units are loaded");
    LoadedUnits units = backend.load(model, form);
    try {
      UnitChain chain = new UnitChain(backend, model, units);
      new Rehearsal(chain, model, steps).warmUp();
      return chain;
    } catch (InvalidPackageException | RuntimeException e) {
      units.close();
      throw e;
    }
  }

  /**
   * Tries all that a package has to keep to, beyond what loading it finds: see docs/packages.md.
   *
   * @param steps is told what that is about to do
   * @throws InvalidPackageException that names the unit and what it does wrong
   */
  public void examine(ModelPackage model, LoadSteps steps)
      throws IOException, InvalidPackageException {
    Rehearsal rehearsal = new Rehearsal(this, model, steps);
    EphemeralPool.run(
        backend,
        () -> {
          rehearsal.examine();
          return this;
        });
  }

  /** The network that this runs. */
  public Network network() {
    return network;
  }

  /** The engine that runs it, which {@link #form()} is for. */
  public InferenceBackend backend() {
    return backend;
  }

  /** The form of the package that was loaded. */
  public Form form() {
    return units.form();
  }

  /** Memory for one request; the caller closes it. */
  public RequestMemory openMemory() {
    return new RequestMemory(units.openMemory(), openMemories);
  }

  /** Memories that have been opened and not closed yet: what a leak would be seen by. */
  public int openMemories() {
    return openMemories.get();
  }

  /** An activation at a cut, to be filled through its buffers. */
  public Activation allocate(RequestMemory memory, int cut, int batch) {
    CutTensors spec = network.activation(cut);
    List<NativeTensor> tensors =
        spec.specs().stream().map(tensor -> memory.allocate(tensor, batch)).toList();
    return new Activation(cut, batch, spec, tensors);
  }

  /**
   * How pictures become the network's input, for an {@link ImageReader}; null where the package has
   * a module of its own for that, or takes no pictures.
   */
  public @Nullable ImageTransform transform() {
    return transform;
  }

  /** How recordings become the network's input; null where they do not. */
  public @Nullable AudioInput audio() {
    return audio;
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
   * module of its own for that computes on the engine here.
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
      if (!units.preprocesses()) {
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
    if (!units.preprocesses()) {
      return;
    }
    NativeTensor pixels = memory.allocate(DType.U8, 3, image.height(), image.width());
    pixels.buffer().put(image.rgb());
    NativeTensor resized = units.preprocess(pixels);
    resized.require("preprocess", DType.U8, imageShape(network.input()));
    input.put(resized.buffer());
    resized.release();
    pixels.release();
  }

  /**
   * Runs units {@code from.cut()}+1 … {@code to}. The activation that it starts from stays usable;
   * what lies between is freed as it goes. A large batch is run slice by slice, the same slices
   * wherever it is cut. It is computed when this returns, whatever the device.
   *
   * @return h_to, or {@code from} itself where there is nothing to run
   */
  public Activation run(RequestMemory memory, Activation from, int to) {
    if (from.batch() <= slice || from.cut() == to) {
      return runWhole(from, to);
    }
    Activation whole = allocate(memory, to, from.batch());
    List<ByteBuffer> rows = whole.buffers();
    int first = 0;
    for (int size : MicroBatches.of(network, from.batch())) {
      try (RequestMemory slice = openMemory()) {
        Activation part = runWhole(rows(slice, from, first, size), to);
        List<Tensor> values = part.values();
        for (int i = 0; i < rows.size(); i++) {
          rows.get(i).put(values.get(i).data());
        }
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
    List<NativeTensor> views =
        from.tensors().stream().map(tensor -> memory.rows(tensor, first, size)).toList();
    return new Activation(from.cut(), size, from.spec(), views);
  }

  /**
   * Shape and type are checked of what comes in and of what every unit puts out: a failing forward
   * is the one thing that must not happen inside an engine.
   */
  private Activation runWhole(Activation from, int to) {
    CutTensors input = network.activation(from.cut()); // which need not be what it says of itself
    require("the input", from.tensors(), input, from.batch());
    Activation now = from;
    for (int l = from.cut() + 1; l <= to; l++) {
      Activation next = runUnit(l, now);
      if (now != from) {
        now.release();
      }
      now = next;
    }
    if (now != from) {
      units.await(now.tensors());
    }
    return now;
  }

  private Activation runUnit(int l, Activation input) {
    CutTensors spec = network.activation(l);
    List<NativeTensor> output = units.run(l, input.tensors());
    require(network.cutName(l), output, spec, input.batch());
    return new Activation(l, input.batch(), spec, output);
  }

  private static void require(String name, List<NativeTensor> tensors, CutTensors spec, int batch) {
    if (tensors.size() != spec.size()) {
      throw new IllegalStateException(
          "%s has %d tensors, but the manifest says %d"
              .formatted(name, tensors.size(), spec.size()));
    }
    for (int i = 0; i < tensors.size(); i++) {
      NamedTensor expected = spec.tensors().get(i);
      String which = spec.size() == 1 ? name : name + "'s " + expected.name();
      TensorSpec one = expected.spec();
      tensors.get(i).require(which, one.dtype(), one.batchShape(batch));
    }
  }

  private static long[] imageShape(TensorSpec spec) {
    return spec.shape().stream().mapToLong(Integer::longValue).toArray();
  }

  /** Frees the modules. No computation may be under way. */
  @Override
  public void close() {
    units.close();
  }
}
