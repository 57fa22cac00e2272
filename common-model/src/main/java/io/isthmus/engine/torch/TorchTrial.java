package io.isthmus.engine.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Runs units of a package one after another and writes what they give: the exporter has every form
 * tried by it before anybody else loads that, in a process of its own, which a unit may end.
 *
 * <p>Arguments: THREADS SHAPE BATCHES IMAGES ANSWERS FILE…. It says each step on standard output
 * before it takes it: {@code ready}, {@code load N}, {@code run N BATCH}; or {@code failed REASON}.
 * SHAPE is a type and sizes, such as {@code U8:3,224,224}. IMAGES holds that for the largest of
 * BATCHES, in little-endian order. ANSWERS gets for every batch, unit and tensor an int32 with a
 * number of values, and those as float32, in little-endian order: about 65536 from all over the
 * tensor, which are all of candidates for detections.
 */
public final class TorchTrial {

  private static final int SAMPLES = 1 << 16;

  private final PrintStream steps;
  private final PtNDManager manager;
  private final List<PtSymbolBlock> units = new ArrayList<>();

  private TorchTrial(PrintStream steps, PtNDManager manager) {
    this.steps = steps;
    this.manager = manager;
  }

  /** Exits with 0, or with 1 after a line that begins with {@code failed}. */
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(Arrays.asList(args), out));
  }

  static int run(List<String> args, PrintStream steps) throws IOException {
    TorchBackend backend = TorchBackend.load(Integer.parseInt(args.get(0)));
    backend.prepareThread();
    steps.println("ready");
    try (PtNDManager manager =
        (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
      TorchTrial trial = new TorchTrial(steps, manager);
      trial.load(args.subList(5, args.size()));
      try (DataOutputStream answers = output(Path.of(args.get(4)))) {
        byte[] images = Files.readAllBytes(Path.of(args.get(3)));
        String[] input = args.get(1).split(":", 2);
        DataType type = input[0].equals("U8") ? DataType.UINT8 : DataType.FLOAT32;
        for (long batch : numbers(args.get(2))) {
          trial.run(images, type, sizes(batch, input[1]), answers);
        }
      }
      return 0;
    } catch (EngineException | IllegalStateException e) {
      String message = String.valueOf(e.getMessage()).strip();
      steps.println("failed " + message.lines().reduce("", (earlier, line) -> line));
      return 1;
    }
  }

  private static DataOutputStream output(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  private static long[] numbers(String text) {
    return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
  }

  private void load(List<String> files) throws IOException {
    for (String file : files) {
      steps.println("load " + units.size());
      try (InputStream in = Files.newInputStream(Path.of(file))) {
        units.add(JniUtils.loadModule(manager, in, false, false));
      }
    }
  }

  private static Shape sizes(long batch, String ofOne) {
    return new Shape(
        LongStream.concat(LongStream.of(batch), Arrays.stream(numbers(ofOne))).toArray());
  }

  private void run(byte[] images, DataType type, Shape sizes, DataOutputStream answers)
      throws IOException {
    try (PtNDManager memory = (PtNDManager) manager.newSubManager()) {
      PtNDArray input = memory.create(sizes, type);
      ByteBuffer pixels = new TorchTensor(input).buffer();
      pixels.put(images, 0, pixels.remaining());
      List<PtNDArray> tensors = List.of(input);
      for (int unit = 0; unit < units.size(); unit++) {
        steps.println("run " + unit + " " + sizes.get(0));
        List<PtNDArray> given = forward(units.get(unit), tensors, memory);
        for (PtNDArray tensor : given) {
          write(tensor, answers);
        }
        tensors.forEach(PtNDArray::close);
        tensors = given;
      }
    }
  }

  private static List<PtNDArray> forward(
      PtSymbolBlock unit, List<PtNDArray> tensors, PtNDManager memory) {
    IValue[] arguments = tensors.stream().map(IValue::from).toArray(IValue[]::new);
    try (IValue result = unit.forward(arguments)) {
      if (result.isTensor()) {
        return List.of(result.toTensor(memory));
      }
      if (!result.isTuple()) {
        throw new IllegalStateException("it gives " + result.getType() + " and not tensors");
      }
      List<PtNDArray> given = new ArrayList<>();
      for (IValue part : result.toIValueTuple()) {
        try (part) {
          given.add(part.toTensor(memory));
        }
      }
      return given;
    } finally {
      Arrays.stream(arguments).forEach(IValue::close);
    }
  }

  private static void write(PtNDArray tensor, DataOutputStream answers) throws IOException {
    if (tensor.getDataType() != DataType.FLOAT32) {
      throw new IllegalStateException("a tensor is " + tensor.getDataType() + " and not float32");
    }
    FloatBuffer values =
        new TorchTensor(tensor).buffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
    int step = Math.max(1, values.remaining() / SAMPLES);
    int count = (values.remaining() + step - 1) / step;
    answers.writeInt(Integer.reverseBytes(count));
    for (int i = 0; i < count; i++) {
      answers.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(values.get(i * step))));
    }
  }
}
