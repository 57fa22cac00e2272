package io.isthmus.device.v2;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the protocol, read as its clients read it. */
record V2Reply(JsonNode json, ByteBuffer raw) {

  private static final JsonMapper MAPPER = new JsonMapper();

  static V2Reply of(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    String header = reply.header("inference-header-content-length");
    assertThat(reply.header("content-type"))
        .isEqualTo(header.isEmpty() ? "application/json" : "application/octet-stream");
    int length = header.isEmpty() ? reply.body().length : Integer.parseInt(header);
    byte[] rest = Arrays.copyOfRange(reply.body(), length, reply.body().length);
    return new V2Reply(
        MAPPER.readTree(reply.body(), 0, length),
        ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN));
  }

  JsonNode output() {
    assertThat(json.path("outputs").size()).isEqualTo(1);
    return json.at("/outputs/0");
  }

  /** The logits' bits, wherever they are. */
  List<Integer> bits() {
    assertThat(output().path("datatype").asString()).isEqualTo("FP32");
    List<Integer> bits = new ArrayList<>();
    if (isBinary()) {
      FloatBuffer floats = raw.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      while (floats.hasRemaining()) {
        bits.add(Float.floatToIntBits(floats.get()));
      }
    } else {
      output().path("data").forEach(v -> bits.add(Float.floatToIntBits(v.floatValue())));
    }
    return bits;
  }

  boolean isBinary() {
    boolean binary = output().at("/parameters/binary_data_size").asInt(-1) == raw.remaining();
    assertThat(output().has("data")).isEqualTo(!binary);
    assertThat(raw.hasRemaining()).isEqualTo(binary);
    return binary;
  }

  /** The texts of a BYTES output. */
  List<String> texts() {
    assertThat(output().path("datatype").asString()).isEqualTo("BYTES");
    List<String> texts = new ArrayList<>();
    if (isBinary()) {
      ByteBuffer in = raw.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      while (in.hasRemaining()) {
        byte[] text = new byte[in.getInt()];
        in.get(text);
        texts.add(new String(text, StandardCharsets.UTF_8));
      }
    } else {
      output().path("data").forEach(v -> texts.add(v.asString()));
    }
    return texts;
  }
}
