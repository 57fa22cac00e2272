package io.isthmus.device.v2;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.device.decide.Json;
import io.isthmus.device.infer.Classes;
import io.isthmus.device.infer.InferService;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import io.isthmus.network.Output;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to one request: JSON, and the outputs' raw bytes after it where they were asked for.
 *
 * @param network what was asked
 * @param classes names the classes
 * @param request the request
 * @param answer what came out
 */
record InferAnswer(
    Network network, Classes classes, InferRequest request, InferService.Answer answer) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * A body.
   *
   * @param bytes all of it
   * @param jsonBytes how many of them are JSON
   */
  @SuppressWarnings("ArrayRecordComponent") // written at once
  record Body(byte[] bytes, int jsonBytes) {

    boolean isJson() {
      return jsonBytes == bytes.length;
    }
  }

  Body body() {
    List<Part> parts = request.outputs().stream().map(this::part).toList();
    byte[] json = json(parts);
    int size = json.length + parts.stream().mapToInt(part -> part.raw().length).sum();
    ByteBuffer all = ByteBuffer.allocate(size).put(json);
    parts.forEach(part -> all.put(part.raw()));
    return new Body(all.array(), json.length);
  }

  /**
   * An output of the answer.
   *
   * @param raw what follows the JSON of it; empty if nothing does
   * @param values writes its data into the JSON otherwise
   */
  @SuppressWarnings("ArrayRecordComponent") // written at once
  private record Part(
      String name,
      String datatype,
      List<Integer> shape,
      byte[] raw,
      Consumer<JsonGenerator> values) {}

  private Part part(InferRequest.Wanted wanted) {
    Output output = wanted.output();
    List<Integer> shape = new ArrayList<>(List.of(answer.values().size()));
    if (wanted.classification() > 0) {
      Texts texts = classTexts(output, wanted.classification());
      shape.add(texts.perImage());
      byte[] raw = wanted.binary() ? texts.lengthPrefixed() : new byte[0];
      return new Part(
          output.name(), "BYTES", shape, raw, out -> texts.all().forEach(out::writeString));
    }
    shape.addAll(output.spec().shape());
    byte[] raw = wanted.binary() ? littleEndian(output) : new byte[0];
    return new Part(output.name(), "FP32", shape, raw, out -> write(output, out));
  }

  private void write(Output output, JsonGenerator out) {
    for (float[] row : answer.values()) {
      for (int i = output.offset(); i < output.offset() + output.size(); i++) {
        out.writeNumber(row[i]);
      }
    }
  }

  private byte[] json(List<Part> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      if (request.id() != null) {
        out.writeStringProperty("id", request.id());
      }
      out.writeStringProperty("model_name", network.name());
      out.writeStringProperty("model_version", V2Controller.VERSION);
      decision(out);
      out.writeArrayPropertyStart("outputs");
      parts.forEach(part -> json(part, out));
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void json(Part part, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("name", part.name());
    out.writeStringProperty("datatype", part.datatype());
    out.writeArrayPropertyStart("shape");
    part.shape().forEach(out::writeNumber);
    out.writeEndArray();
    if (part.raw().length > 0) {
      out.writeObjectPropertyStart("parameters");
      out.writeNumberProperty("binary_data_size", part.raw().length);
      out.writeEndObject();
    } else {
      out.writeArrayPropertyStart("data");
      part.values().accept(out);
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  /** Parameters are texts, numbers and flags: the plan is written as a request would name it. */
  private void decision(JsonGenerator out) {
    Decision decision = answer.decision();
    out.writeObjectPropertyStart("parameters");
    out.writeStringProperty("mode", Json.lower(decision.mode()));
    out.writeNumberProperty("split", decision.option().cut());
    out.writeStringProperty("unit", decision.unit());
    out.writeStringProperty("encoding", decision.option().encoding().toString());
    out.writeStringProperty(
        "plan",
        decision.plan().chunks().stream().map(InferAnswer::named).collect(Collectors.joining(",")));
    out.writeStringProperty("reason", Json.lower(decision.reason()));
    out.writeBooleanProperty("degraded", answer.degraded());
    out.writeEndObject();
  }

  private static String named(Chunk chunk) {
    Encoding encoding = chunk.option().encoding();
    String suffix = encoding.equals(Encoding.RAW) ? "" : ":" + encoding;
    return chunk.images() + "@" + chunk.option().cut() + suffix;
  }

  private byte[] littleEndian(Output output) {
    int values = answer.values().size() * output.size();
    ByteBuffer raw = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : answer.values()) {
      raw.asFloatBuffer().put(row, output.offset(), output.size());
      raw.position(raw.position() + output.size() * Float.BYTES);
    }
    return raw.array();
  }

  /**
   * The elements of a BYTES tensor.
   *
   * @param perImage how many belong to an image
   * @param all row-major
   */
  private record Texts(int perImage, List<String> all) {

    byte[] lengthPrefixed() {
      ByteArrayOutputStream raw = new ByteArrayOutputStream();
      ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (String text : all) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        raw.writeBytes(length.putInt(0, bytes.length).array());
        raw.writeBytes(bytes);
      }
      return raw.toByteArray();
    }
  }

  /** Such as {@code 9.25:504:coffee mug}: value, index and label of the best classes. */
  private Texts classTexts(Output output, int perImage) {
    List<String> texts = new ArrayList<>();
    for (float[] row : answer.values()) {
      float[] logits = Arrays.copyOfRange(row, output.offset(), output.offset() + output.size());
      for (Classes.Ranked c : classes.top(logits, perImage)) {
        texts.add("%s:%d:%s".formatted(logits[c.index()], c.index(), c.label()));
      }
    }
    return new Texts(perImage, texts);
  }
}
