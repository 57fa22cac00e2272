package io.isthmus.device.v2;

import io.isthmus.decision.Chunk;
import io.isthmus.decision.Decision;
import io.isthmus.device.decide.Json;
import io.isthmus.device.infer.Classes;
import io.isthmus.device.infer.InferService;
import io.isthmus.encoding.Encoding;
import io.isthmus.network.Network;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The answer to one request: JSON, and the output's raw bytes after it where they were asked for.
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
    boolean asClasses = request.output().classification() > 0;
    return asClasses ? body(classTexts()) : body(answer.logits());
  }

  private Body body(List<float[]> logits) {
    byte[] raw = request.output().binary() ? littleEndian(logits) : new byte[0];
    byte[] json =
        json(
            "FP32",
            network.classes(),
            raw.length,
            out -> {
              for (float[] row : logits) {
                for (float logit : row) {
                  out.writeNumber(logit);
                }
              }
            });
    return joined(json, raw);
  }

  private Body body(Texts texts) {
    byte[] raw = request.output().binary() ? texts.lengthPrefixed() : new byte[0];
    byte[] json =
        json("BYTES", texts.perImage(), raw.length, out -> texts.all().forEach(out::writeString));
    return joined(json, raw);
  }

  private static Body joined(byte[] json, byte[] raw) {
    byte[] all = ByteBuffer.allocate(json.length + raw.length).put(json).put(raw).array();
    return new Body(all, json.length);
  }

  private interface Values {
    void write(JsonGenerator out);
  }

  private byte[] json(String datatype, int perImage, int rawBytes, Values values) {
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
      out.writeStartObject();
      out.writeStringProperty("name", RequestReader.OUTPUT);
      out.writeStringProperty("datatype", datatype);
      out.writeArrayPropertyStart("shape");
      out.writeNumber(answer.logits().size());
      out.writeNumber(perImage);
      out.writeEndArray();
      if (rawBytes > 0) {
        out.writeObjectPropertyStart("parameters");
        out.writeNumberProperty("binary_data_size", rawBytes);
        out.writeEndObject();
      } else {
        out.writeArrayPropertyStart("data");
        values.write(out);
        out.writeEndArray();
      }
      out.writeEndObject();
      out.writeEndArray();
      out.writeEndObject();
    }
    return bytes.toByteArray();
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

  private static byte[] littleEndian(List<float[]> rows) {
    int values = rows.stream().mapToInt(row -> row.length).sum();
    ByteBuffer raw = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        raw.putFloat(value);
      }
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
  private Texts classTexts() {
    int perImage = request.output().classification();
    List<String> texts = new ArrayList<>();
    for (float[] logits : answer.logits()) {
      for (Classes.Ranked c : classes.top(logits, perImage)) {
        texts.add("%s:%d:%s".formatted(logits[c.index()], c.index(), c.label()));
      }
    }
    return new Texts(perImage, texts);
  }
}
