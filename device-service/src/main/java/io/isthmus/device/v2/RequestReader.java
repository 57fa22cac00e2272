package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.device.infer.NamedWish;
import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.network.Network;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/**
 * Reads the JSON of one request. Members that the protocol does not know are passed over, as other
 * servers do; those that it knows must be right.
 */
final class RequestReader {

  /** The one input. */
  static final String INPUT = "input";

  /** The one output. */
  static final String OUTPUT = "logits";

  private static final int MAX_RANK = 8;

  private final Network network;
  private final int maxBatch;
  private final Supplier<NativeByteBuffer> room;

  private @Nullable String id;
  private NamedWish wish = NamedWish.NOTHING;
  private boolean binaryOutput;
  private InferRequest.@Nullable Input input;
  private @Nullable Boolean binary;
  private int classification;

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
    boolean asBinary = binary == null ? binaryOutput : binary;
    return new InferRequest(id, wish, input, new InferRequest.Output(asBinary, classification));
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

  private void outputs(BoundedJson json) throws IOException {
    json.array("outputs");
    boolean seen = false;
    while (json.nextObject("an output")) {
      require(!seen, "one output is expected, and no other");
      seen = true;
      List<String> names = new ArrayList<>();
      json.members(name -> output(json, name, names));
      require(names.equals(List.of(OUTPUT)), "the output must be named '%s'".formatted(OUTPUT));
    }
  }

  private void output(BoundedJson json, String member, List<String> names) throws IOException {
    switch (member) {
      case "name" -> names.add(json.text("the output's name"));
      case "parameters" ->
          json.object("an output's parameters", parameter -> outputParameter(json, parameter));
      default -> json.skip();
    }
  }

  private void outputParameter(BoundedJson json, String name) throws IOException {
    switch (name) {
      case "binary_data" -> binary = json.flag("binary_data");
      case "classification" -> classification = classes(json.number("classification"));
      default -> {
        requireNoSharedMemory(name);
        json.skip();
      }
    }
  }

  private int classes(long wanted) {
    require(
        wanted >= 1 && wanted <= network.classes(),
        "classification must be a whole number from 1 to %d".formatted(network.classes()));
    return (int) wanted;
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
      require(name.equals(INPUT), "the input must be named '%s'".formatted(INPUT));
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
