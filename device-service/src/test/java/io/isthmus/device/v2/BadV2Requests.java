package io.isthmus.device.v2;

import static io.isthmus.device.v2.V2Call.binaryJson;
import static io.isthmus.device.v2.V2Call.dataJson;
import static io.isthmus.device.v2.V2Call.json;
import static io.isthmus.device.v2.V2Call.lengthPrefixed;
import static io.isthmus.device.v2.V2Call.triton;

import io.isthmus.hostile.BadRequest;
import io.isthmus.hostile.BadTensors;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.Request;
import io.isthmus.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Requests of the protocol that cannot be answered. */
final class BadV2Requests {

  private static final String ONE = "[1,3,224,224]";
  private static final String LENGTH = "Inference-Header-Content-Length";

  private final Network network;
  private final int maxBatch;
  private final int maxBody;
  private final byte[] pixels;
  private final int bytes;
  private final List<BadRequest> bad = new ArrayList<>();

  BadV2Requests(Network network, int maxBatch, int maxBody, byte[] pixels) {
    this.network = network;
    this.maxBatch = maxBatch;
    this.maxBody = maxBody;
    this.pixels = pixels;
    this.bytes = pixels.length;
  }

  List<BadRequest> all() {
    addPathsAndTypes();
    addJson();
    addHeaders();
    addTensors();
    addData();
    addImages();
    addOutputsAndParameters();
    addLengths();
    return bad;
  }

  private void add(int status, String what, Request request) {
    bad.add(new BadRequest(what, status, request));
  }

  private void add(String what, Request request) {
    add(400, what, request);
  }

  private Request good() {
    return triton(binaryJson("", ONE, "UINT8", bytes), pixels);
  }

  private static Request at(String line, Request request) {
    return new Request(line + " HTTP/1.1", request.headers(), request.body(), false);
  }

  private void addPathsAndTypes() {
    for (String path :
        new String[] {
          "/v2/nothing",
          "/v2/health",
          "/v2/models",
          "/v2/models/other",
          "/v2/models/other/ready",
          "/v2/models/efficientnet_b0/versions/2",
          "/v2/models/efficientnet_b0/versions/2/ready",
          "/v2/models/efficientnet_b0/config",
          "/v2/models/efficientnet_b0/stats",
          "/v2/systemsharedmemory/status"
        }) {
      add(404, "GET " + path, Request.get(path));
    }
    add(404, "another model", at("POST /v2/models/resnet50/infer", good()));
    add(404, "another version", at("POST /v2/models/efficientnet_b0/versions/x/infer", good()));
    add(404, "generate", at("POST /v2/models/efficientnet_b0/generate", good()));
    add(405, "GET of infer", Request.get(V2Call.PATH));
    add(
        405,
        "POST /v2",
        Request.post("/v2", "application/json", "{}".getBytes(StandardCharsets.US_ASCII)));
    add(406, "an answer as CSV", good().with("Accept", "text/csv"));
    add(415, "a form", good().with("Content-Type", "application/x-www-form-urlencoded"));
    add(
        415,
        "a pickle",
        Request.post(V2Call.PATH, "application/x-python-pickle", BadTensors.pickle()));
    add("what is no gzip and says so", good().with("Content-Encoding", "gzip"));
    add(415, "br", good().with("Content-Encoding", "br"));
    add(415, "deflate", good().with("Content-Encoding", "deflate"));
  }

  private void addJson() {
    for (String text :
        new String[] {
          "",
          " ",
          "{}",
          "[]",
          "7",
          "null",
          "{\"inputs\":",
          "{\"inputs\":7}",
          "{\"inputs\":{}}",
          "{\"inputs\":[]}",
          "{\"inputs\":[7]}",
          "{\"inputs\":[[]]}",
          "{\"inputs\":[null]}",
          "{\"inputs\":[{}]}",
          "{'inputs':[]}",
          "{\"id\":7}",
          "{\"parameters\":[]}",
          "{\"a\":".repeat(200) + "1" + "}".repeat(200),
          "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
          "{\"x\":" + "9".repeat(1000) + "}",
          "{\"" + "x".repeat(100_000) + "\":1}",
          "{\"id\":\"" + "x".repeat(100_000) + "\"}"
        }) {
      add("the JSON " + text.substring(0, Math.min(30, text.length())), json(text));
    }
    add("bytes that are no text", Request.post(V2Call.PATH, V2Call.JSON, new byte[] {'{', -1, -2}));
    add("a tensor's bytes alone", Request.post(V2Call.PATH, "application/octet-stream", pixels));
    String data = dataJson("", ONE, "UINT8", V2Call.flat(pixels));
    add("JSON that is cut short", json(data.substring(0, data.length() / 2)));
    add("JSON that goes on", json(data + "{}"));
    add("inputs twice", json(data.substring(0, data.length() - 1) + ",\"inputs\":[]}"));
    add("a text of bad UTF-16", json("{\"id\":\"\\ud800\"," + data.substring(1, 40)));
    StringBuilder many = new StringBuilder("{");
    for (int i = 0; i < 2000; i++) {
      many.append("\"n").append(i).append("\":1,");
    }
    add("JSON of 2000 members", json(many + data.substring(1)));
  }

  private void addHeaders() {
    String header = binaryJson("", ONE, "UINT8", bytes);
    byte[] body = V2Call.joined(header.getBytes(StandardCharsets.US_ASCII), pixels);
    Request post = Request.post(V2Call.PATH, "", body);
    for (String length :
        new String[] {
          "-1",
          "0",
          "1",
          Integer.toString(header.length() - 1),
          Integer.toString(header.length() + 1),
          Integer.toString(body.length),
          Integer.toString(body.length + 1),
          "9223372036854775807",
          "18446744073709551616",
          "1e2",
          "0x70",
          "many",
          ""
        }) {
      add("a JSON length of '" + length + "'", post.with(LENGTH, length));
    }
    for (int off : new int[] {-1, 1, bytes}) {
      String length = Integer.toString(header.length() + off);
      add(
          "chunked, a JSON length that is %d off".formatted(off),
          post.with(LENGTH, length).chunked());
    }
    add("raw bytes without a JSON length", post);
    byte[] cut = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), header.length() - 5);
    add(
        "chunked, and shorter than its JSON",
        Request.post(V2Call.PATH, "", cut).with(LENGTH, "" + header.length()).chunked());
  }

  private void addTensors() {
    for (String datatype :
        new String[] {"FP32", "BF16", "INT8", "uint8", "U8", "BYTE", "", "UINT8 "}) {
      add("datatype " + datatype, triton(binaryJson("", ONE, datatype, bytes), pixels));
    }
    for (String shape :
        new String[] {
          "[]",
          "[1]",
          "[3,224,224]",
          "[1,224,224,3]",
          "[1,3,224,224,1]",
          "[0,3,224,224]",
          "[-1,3,224,224]",
          "[1,-3,-224,224]",
          "[9,3,224,224]",
          "[2147483647,3,224,224]",
          "[2147483648,3,224,224]",
          "[4294967297,3,224,224]",
          "[99999999999999999999,3,224,224]",
          "[1.0,3,224,224]",
          "[\"1\",3,224,224]",
          "[null,3,224,224]",
          "[[1,3,224,224]]",
          "[" + "1,".repeat(10_000) + "1]",
          "7",
          "{}",
          "null"
        }) {
      String what = "shape " + shape.substring(0, Math.min(40, shape.length()));
      add(what, triton(binaryJson("", shape, "UINT8", bytes), pixels));
    }
    for (long size : new long[] {0, 1, bytes - 1, bytes + 1, -1, -bytes, 1L << 31, 1L << 62}) {
      add("binary_data_size " + size, triton(binaryJson("", ONE, "UINT8", size), pixels));
    }
    for (int off : new int[] {-bytes, -1, 1, 4096}) {
      byte[] wrong = Arrays.copyOf(pixels, bytes + off);
      Request request = triton(binaryJson("", ONE, "UINT8", bytes), wrong);
      add("raw data %d bytes off".formatted(off), request);
      add("raw data %d bytes off, chunked".formatted(off), request.chunked());
    }
    String named = binaryJson("", ONE, "UINT8", bytes);
    add("another input", triton(named.replace("\"input\"", "\"images\""), pixels));
    add("an input without a name", triton(named.replace("\"name\":\"input\",", ""), pixels));
    add(
        "two inputs",
        triton(
            named.replace(
                "[{",
                "[{\"name\":\"input\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"\"]},{"),
            pixels));
    add(
        "shared memory",
        triton(
            named.replace(
                "\"binary_data_size\"", "\"shared_memory_region\":\"r\",\"binary_data_size\""),
            pixels));
    add(
        "raw bytes and data",
        triton(named.replace("\"parameters\"", "\"data\":[1],\"parameters\""), pixels));
  }

  private void addData() {
    String flat = V2Call.flat(pixels);
    String nested = V2Call.nested(pixels, List.of(1, 3, 224, 224));
    for (String first :
        new String[] {"-1", "256", "1.5", "1e0", "true", "null", "{}", "\"7\"", "99999999999"}) {
      String data = "[" + first + flat.substring(flat.indexOf(','));
      add("a pixel of " + first, json(dataJson("", ONE, "UINT8", data)));
    }
    add("no data", json(dataJson("", ONE, "UINT8", "[]")));
    add("data that is a number", json(dataJson("", ONE, "UINT8", "7")));
    add(
        "a pixel too few",
        json(dataJson("", ONE, "UINT8", "[" + flat.substring(flat.indexOf(',') + 1))));
    add("a pixel too many", json(dataJson("", ONE, "UINT8", "[7," + flat.substring(1))));
    add("ragged data", json(dataJson("", ONE, "UINT8", nested.replaceFirst("],\\[", ","))));
    add("data of two depths", json(dataJson("", ONE, "UINT8", "[7,[" + flat.substring(1) + "]")));
    add("data nested too deep", json(dataJson("", ONE, "UINT8", "[" + nested + "]")));
    add("data nested half", json(dataJson("", ONE, "UINT8", "[" + flat + "]")));
    add(
        "data of another layout",
        json(dataJson("", ONE, "UINT8", V2Call.nested(pixels, List.of(1, 224, 224, 3)))));
    long most = network.input().bytes(maxBatch);
    add("endless data", json("{\"inputs\":[{\"data\":[" + "7,".repeat((int) most + 10) + "7]}]}"));
    add("data with raw bytes after it", triton(dataJson("", ONE, "UINT8", flat), new byte[1]));
  }

  private void addImages() {
    byte[] photo = Photos.sample("coffee");
    byte[] raw = lengthPrefixed(photo);
    add("an image without its bytes", triton(binaryJson("", "[1]", "BYTES", 0)));
    add("two images announced, one sent", triton(binaryJson("", "[2]", "BYTES", raw.length), raw));
    add(
        "one image announced, two sent",
        triton(binaryJson("", "[1]", "BYTES", 2L * raw.length), raw, raw));
    add("more bytes than announced", triton(binaryJson("", "[1]", "BYTES", raw.length), raw, raw));
    add("images of the shape of pixels", triton(binaryJson("", ONE, "BYTES", raw.length), raw));
    add("no images", triton(binaryJson("", "[0]", "BYTES", 0)));
    add("too many images", triton(binaryJson("", "[9]", "BYTES", 36), new byte[36]));
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, photo.length + 1}) {
      ByteBuffer wrong = ByteBuffer.wrap(raw.clone()).order(ByteOrder.LITTLE_ENDIAN);
      wrong.putInt(0, length);
      add(
          "an image of %d bytes".formatted(length),
          triton(binaryJson("", "[1]", "BYTES", raw.length), wrong.array()));
    }
    byte[] half = lengthPrefixed(Photos.cutShort(photo));
    add("a photograph cut short", triton(binaryJson("", "[1]", "BYTES", half.length), half));
    byte[] huge = lengthPrefixed(Photos.pngDeclaring(20_000, 20_000));
    add(
        413,
        "a PNG of 20000 x 20000 pixels",
        triton(binaryJson("", "[1]", "BYTES", huge.length), huge));
    add(415, "text as an image", json(dataJson("", "[1]", "BYTES", "[\"dGV4dA==\"]")));
    add("an image that is no Base64", json(dataJson("", "[1]", "BYTES", "[\"%%%%\"]")));
    add("pixels as BYTES", json(dataJson("", "[1]", "BYTES", "[7]")));
    add("images as UINT8", json(dataJson("", ONE, "UINT8", "[\"dGV4dA==\"]")));
    add("nested images", json(dataJson("", "[1]", "BYTES", "[[\"dGV4dA==\"]]")));
  }

  private void addOutputsAndParameters() {
    for (String outputs :
        new String[] {
          "7",
          "[7]",
          "[{}]",
          "[{\"name\":\"probabilities\"}]",
          "[{\"name\":7}]",
          "[{\"name\":\"logits\"},{\"name\":\"logits\"}]",
          "[{\"name\":\"logits\",\"parameters\":7}]",
          "[{\"name\":\"logits\",\"parameters\":{\"binary_data\":\"yes\"}}]",
          "[{\"name\":\"logits\",\"parameters\":{\"classification\":0}}]",
          "[{\"name\":\"logits\",\"parameters\":{\"classification\":1001}}]",
          "[{\"name\":\"logits\",\"parameters\":{\"classification\":\"5\"}}]",
          "[{\"name\":\"logits\",\"parameters\":{\"classification\":99999999999999999999}}]",
          "[{\"name\":\"logits\",\"parameters\":{\"shared_memory_region\":\"r\"}}]"
        }) {
      add("outputs " + outputs, with("\"outputs\":" + outputs + ","));
    }
    for (String parameters :
        new String[] {
          "{\"split\":-1}",
          "{\"split\":19}",
          "{\"split\":1.5}",
          "{\"split\":true}",
          "{\"split\":\"nothing\"}",
          "{\"plan\":7}",
          "{\"plan\":\"2@7\"}",
          "{\"plan\":\"1@7\",\"split\":7}",
          "{\"split\":\"+7\"}",
          "{\"split\":\"07\"}",
          "{\"split\":\"\"}",
          "{\"split\":99999999999999999999999}",
          "{\"binary_data_output\":1}"
        }) {
      add("parameters " + parameters, with("\"parameters\":" + parameters + ","));
    }
  }

  private Request with(String members) {
    return triton(binaryJson(members, ONE, "UINT8", bytes), pixels);
  }

  private void addLengths() {
    Request over = Request.post(V2Call.PATH, V2Call.JSON, new byte[maxBody + 1]);
    add(413, "a body over the cap", over);
    add(413, "a chunked body over the cap", over.chunked());
    add(413, "a body over the cap that is only announced", over.sending(new byte[100]));
  }
}
