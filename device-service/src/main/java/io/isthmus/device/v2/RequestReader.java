package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.device.infer.NamedWish;
import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import io.isthmus.network.OutputKind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads the JSON of one request. Members that the protocol does not know are passed over, as other
 * servers do; those that it knows must be right.
 */
final class RequestReader {

  private static final int MAX_RANK = 9;

  private final Network network;
  private final int maxBatch;
  private final Supplier<NativeByteBuffer> room;

  private @Nullable String id;
  private NamedWish wish = NamedWish.NOTHING;
  private boolean binaryOutput;
  private InferRequest.@Nullable Input input;
  private final List<OutputReader> outputs = new ArrayList<>();

  private RequestReader(Network network, int maxBatch, Supplier<NativeByteBuffer> room) {
    this.network = network;
    this.maxBatch = maxBatch;
    this.room = room;
  }

  /**
   * Reads the stream to its end; what is wrong is a 400 that says so.
   *
   * @param room for the data of an input, where the JSON holds it
   */
  static InferRequest read(
      InputStream in, Network network, int maxBatch, Supplier<NativeByteBuffer> room)
      throws IOException {
    return new RequestReader(network, maxBatch, room).read(in);
  }

  private InferRequest read(InputStream in) throws IOException {
    try (BoundedJson json = new BoundedJson(in)) {
      json.object("the request", name -> member(json, name));
      json.end();
    }
    if (input == null) {
      throw BoundedJson.malformed("it has no inputs");
    }
    return new InferRequest(id, wish, input, wanted());
  }

  private void member(BoundedJson json, String name) throws IOException {
    switch (name) {
      case "id" -> id = json.text("id");
      case "parameters" -> json.object("parameters", parameter -> parameter(json, parameter));
      case "inputs" -> inputs(json);
      case "outputs" -> outputs(json);
      default -> json.skip();
    }
  }

  private void parameter(BoundedJson json, String name) throws IOException {
    switch (name) {
      case "split" -> wish = wish.withSplit(json.textOrNumber("split"));
      case "plan" -> wish = wish.withPlan(json.text("plan"));
      case "accuracy" -> wish = wish.withAccuracy(json.textOrNumber("accuracy"));
      case "binary_data_output" -> binaryOutput = json.flag("binary_data_output");
      default -> json.skip();
    }
  }

  private void inputs(BoundedJson json) throws IOException {
    json.array("inputs");
    while (json.nextObject("an input")) {
      require(input == null, "one input is expected, and no other");
      input = new InputReader().read(json);
    }
  }

  /** All outputs where the request names none. */
  private List<InferRequest.Wanted> wanted() {
    List<InferRequest.Wanted> wanted = new ArrayList<>();
    if (outputs.isEmpty()) {
      network.answers().forEach(all -> wanted.add(new InferRequest.Wanted(all, binaryOutput, 0)));
    }
    for (OutputReader each : outputs) {
      boolean asBinary = each.binary == null ? binaryOutput : each.binary;
      wanted.add(new InferRequest.Wanted(each.output(), asBinary, each.classification));
    }
    return wanted;
  }

  private void outputs(BoundedJson json) throws IOException {
    List<Output> all = network.answers();
    json.array("outputs");
    while (json.nextObject("an output")) {
      require(outputs.size() < all.size(), only(all.size()));
      OutputReader each = new OutputReader(all);
      each.read(json);
      require(
          outputs.stream().noneMatch(before -> before.name.equals(each.name)),
          "the output '%s' is asked for twice".formatted(each.name));
      outputs.add(each);
    }
  }

  private static String only(int count) {
    return count == 1
        ? "one output is expected, and no other"
        : "%d outputs are expected at most".formatted(count);
  }

  /** Reads one output, whose members come in any order. */
  private static final class OutputReader {

    private final List<Output> all;
    private String name = "";
    private @Nullable Boolean binary;
    private int classification;

    OutputReader(List<Output> all) {
      this.all = all;
    }

    void read(BoundedJson json) throws IOException {
      List<String> names = new ArrayList<>();
      json.members(member -> member(json, member, names));
      name = names.size() == 1 ? names.get(0) : "";
      Output output = find().orElseThrow(() -> BoundedJson.malformed(nameRule()));
      int most = output.kind() == OutputKind.LOGITS ? output.classes() : 0;
      require(
          classification == 0 || most > 0,
          "classification is for logits, and '%s' is none".formatted(name));
      require(
          classification >= 0 && classification <= most,
          "classification must be a whole number from 1 to %d".formatted(most));
    }

    private Optional<Output> find() {
      return all.stream().filter(output -> output.name().equals(name)).findFirst();
    }

    Output output() {
      return find().orElseThrow();
    }

    private String nameRule() {
      String names =
          all.stream().map(o -> "'%s'".formatted(o.name())).collect(Collectors.joining(", "));
      return all.size() == 1
          ? "the output must be named " + names
          : "an output must be named one of " + names;
    }

    private void member(BoundedJson json, String member, List<String> names) throws IOException {
      switch (member) {
        case "name" -> names.add(json.text("the output's name"));
        case "parameters" ->
            json.object("an output's parameters", parameter -> parameter(json, parameter));
        default -> json.skip();
      }
    }

    private void parameter(BoundedJson json, String parameter) throws IOException {
      switch (parameter) {
        case "binary_data" -> binary = json.flag("binary_data");
        case "classification" -> classification = wanted(json.number("classification"));
        default -> {
          requireNoSharedMemory(parameter);
          json.skip();
        }
      }
    }

    /** What cannot be is refused once the output is known. */
    private static int wanted(long classes) {
      return classes == 0 ? -1 : (int) Math.max(-1, Math.min(Integer.MAX_VALUE, classes));
    }
  }

  private static void requireNoSharedMemory(String parameter) {
    require(!parameter.startsWith("shared_memory"), "shared memory is not offered here");
  }

  /** Reads one input, whose members come in any order. */
  private final class InputReader {

    private String name = "";
    private String datatype = "";
    private List<Integer> shape = List.of();
    private long binaryBytes = -1;
    private @Nullable TensorData data;

    InferRequest.Input read(BoundedJson json) throws IOException {
      json.members(member -> member(json, member));
      String only = network.inputs().tensors().get(0).name();
      require(name.equals(only), "the input must be named '%s'".formatted(only));
      require(
          (data == null) != (binaryBytes < 0),
          "the input needs either data or, in its parameters, binary_data_size");
      return new InferRequest.Input(datatype, shape, binaryBytes, data);
    }

    private void member(BoundedJson json, String member) throws IOException {
      switch (member) {
        case "name" -> name = json.text("the input's name");
        case "datatype" -> datatype = json.text("datatype");
        case "shape" -> shape = shape(json);
        case "data" -> data = new TensorData(network.input(), maxBatch, room.get()).read(json);
        case "parameters" ->
            json.object("an input's parameters", parameter -> inputParameter(json, parameter));
        default -> json.skip();
      }
    }

    private void inputParameter(BoundedJson json, String parameter) throws IOException {
      if (parameter.equals("binary_data_size")) {
        binaryBytes = json.number(parameter);
        require(binaryBytes >= 0, "binary_data_size must not be negative");
      } else {
        requireNoSharedMemory(parameter);
        json.skip();
      }
    }

    private List<Integer> shape(BoundedJson json) throws IOException {
      List<Integer> sizes = new ArrayList<>();
      json.array("shape");
      for (JsonToken t = json.next(); t != JsonToken.END_ARRAY; t = json.next()) {
        require(
            t == JsonToken.VALUE_NUMBER_INT && sizes.size() < MAX_RANK,
            "shape must be at most %d whole numbers".formatted(MAX_RANK));
        sizes.add(json.intValue());
      }
      return sizes;
    }
  }
}
