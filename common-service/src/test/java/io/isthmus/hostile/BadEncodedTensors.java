package io.isthmus.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.github.luben.zstd.Zstd;
import io.isthmus.codec.Codecs;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.Quantiser;
import io.isthmus.image.AllCodecs;
import io.isthmus.image.Jpegs;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Encoded bodies that lie about what they hold, or hold what no encoder writes. */
public final class BadEncodedTensors {

  private static final int BOMB = 64 << 20;

  private final String target;
  private final String name;
  private final TensorSpec spec;
  private final int maxBatch;
  private final ByteBuffer payload;
  private final String header;
  private final List<BadRequest> bad = new ArrayList<>();

  private BadEncodedTensors(String target, String name, TensorSpec spec, int maxBatch) {
    this.target = target;
    this.name = name;
    this.spec = spec;
    this.maxBatch = maxBatch;
    this.payload = payload(Encoding.LOSSLESS, ramp(spec, 1));
    this.header = header(Encoding.LOSSLESS, 1, payload.remaining());
  }

  /** Bad bodies for a place that takes that tensor, encoded or not. */
  public static List<BadRequest> of(
      String target, String name, TensorSpec spec, int maxBatch, List<String> unknown) {
    BadEncodedTensors bodies = new BadEncodedTensors(target, name, spec, maxBatch);
    bodies.addUnknown(unknown);
    bodies.addMetadata();
    bodies.addPayloads();
    if (spec.dtype() == DType.F32) {
      bodies.addFloats();
    } else {
      bodies.addJpegs();
    }
    return bodies.bad;
  }

  /** A whole good body. */
  public static byte[] body(String name, Encoding encoding, Tensor tensor) {
    ByteBuffer payload = payload(encoding, tensor);
    EncodedTensorBody form =
        new EncodedTensorBody(CutTensors.of(name, tensor.spec()), encoding, tensor.batch());
    String header = new String(form.header(List.of(payload.remaining())), ISO_8859_1);
    return BadTensors.body(header, bytes(payload));
  }

  /** What an encoder writes; a quantiser covers values from −1 to 1 with its levels. */
  public static ByteBuffer payload(Encoding encoding, Tensor tensor) {
    boolean quantised = encoding.kind() == Encoding.Kind.QUANTISED;
    Quantiser quantiser = quantised ? quantiser(tensor.spec(), encoding.parameter()) : null;
    return AllCodecs.encoder(encoding, tensor.spec(), quantiser).encode(tensor);
  }

  private static Quantiser quantiser(TensorSpec spec, int levels) {
    int exponent = Quantiser.exponentBelow(2.0 / levels);
    Quantiser.Channel channel = new Quantiser.Channel(exponent, -levels / 2, levels);
    return new Quantiser(Collections.nCopies(Codecs.channels(spec), channel));
  }

  /** Values that rise and fall, from −1 to 1 where they are floats. */
  public static Tensor ramp(TensorSpec spec, int batch) {
    ByteBuffer data =
        ByteBuffer.allocateDirect((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
    for (int i = 0; data.hasRemaining(); i++) {
      if (spec.dtype() == DType.F32) {
        data.putFloat((float) Math.sin(i * 0.37));
      } else {
        data.put((byte) (i * 7));
      }
    }
    return new Tensor(spec, batch, data.flip());
  }

  private static byte[] bytes(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  private String header(Encoding encoding, int batch, int bytes) {
    byte[] json =
        new EncodedTensorBody(CutTensors.of(name, spec), encoding, batch).header(List.of(bytes));
    return new String(json, ISO_8859_1).strip();
  }

  private void add(int status, String what, byte[] body) {
    Request post = Request.post(target, Safetensors.MEDIA_TYPE, body);
    bad.add(new BadRequest("encoded: " + what, status, post));
  }

  /** A body whose header says something else in one place. */
  private void addHeader(int status, String what, String part, String lie) {
    if (!header.contains(part)) {
      throw new IllegalArgumentException(header + " has no " + part);
    }
    add(status, what, BadTensors.body(header.replace(part, lie), bytes(payload)));
  }

  private void addUnknown(List<String> unknown) {
    for (String encoding : unknown) {
      addHeader(415, "the encoding '" + encoding + "'", "\"lossless\"", "\"" + encoding + "\"");
    }
    for (String encoding : new String[] {"7", "null", "[\"lossless\"]", "{}"}) {
      addHeader(400, "the encoding " + encoding, "\"lossless\"", encoding);
    }
  }

  private void addMetadata() {
    String dtype = "\"" + name + ".dtype\":\"" + spec.dtype() + "\"";
    addHeader(400, "the type of another tensor", dtype, dtype.replace(spec.dtype() + "", "I64"));
    addHeader(400, "no type", dtype + ",", "");
    addHeader(400, "a type that is a number", dtype, "\"" + name + ".dtype\":32");
    addHeader(
        400, "the type of a tensor that is not there", dtype, "\"other.dtype\":\"F32\"," + dtype);
    String shape = "\"[1," + spec.shape().toString().substring(1).replace(" ", "") + "\"";
    String inner = shape.substring(4);
    Map<String, String> shapes = new LinkedHashMap<>();
    shapes.put("no batch", "\"[" + inner);
    shapes.put("a batch of 0", "\"[0," + inner);
    shapes.put("a negative batch", "\"[-1," + inner);
    shapes.put("a batch of " + (maxBatch + 1), "\"[" + (maxBatch + 1) + "," + inner);
    shapes.put("a batch of 2^63", "\"[9223372036854775808," + inner);
    shapes.put("another channel more", "\"[1,1," + inner);
    shapes.put("brackets, 120 deep", "\"" + "[".repeat(120) + "]".repeat(120) + "\"");
    shapes.put("text", "\"large\"");
    shapes.put("an array in the place of its text", "[1," + inner.replace("\"", ""));
    shapes.forEach((what, lie) -> addHeader(400, "a shape with " + what, shape, lie));
    addHeader(400, "a payload of floats", "\"U8\"", "\"F32\"");
    String size = "[" + payload.remaining() + "]";
    for (String lie : new String[] {"[0]", "[-1]", "[1,1]", "[1000000000]", "1", "[1.5]"}) {
      addHeader(400, "a payload of shape " + lie, size, lie);
    }
    addHeader(
        400,
        "offsets that leave a byte out",
        "[0," + payload.remaining(),
        "[1," + payload.remaining());
  }

  /** A payload that is declared as it is. */
  private void addPayload(String what, Encoding encoding, byte[] lie) {
    add(400, what, BadTensors.body(header(encoding, 1, lie.length), lie));
  }

  private void addPayloads() {
    byte[] good = bytes(payload);
    Encoding lossless = Encoding.LOSSLESS;
    addPayload("a payload without its last byte", lossless, Arrays.copyOf(good, good.length - 1));
    addPayload("the first byte of a payload", lossless, Arrays.copyOf(good, 1));
    addPayload("half a payload", lossless, Arrays.copyOf(good, good.length / 2));
    addPayload("a payload with a byte more", lossless, Arrays.copyOf(good, good.length + 1));
    byte[] twice = Arrays.copyOf(good, 2 * good.length);
    System.arraycopy(good, 0, twice, good.length, good.length);
    addPayload("a payload twice", lossless, twice);
    addPayload("zeros", lossless, new byte[good.length]);
    byte[] bomb = Zstd.compress(new byte[BOMB]);
    addPayload("64 MiB of zeros in a zstd frame", lossless, bomb);
    byte[] streamed = bomb.clone();
    streamed[4] = (byte) 0; // a frame that does not tell how much it holds
    addPayload("a zstd frame of untold size", lossless, streamed);
    add(400, "a body without its payload", BadTensors.body(header, new byte[0]));
    add(400, "a body that goes on", BadTensors.body(header, Arrays.copyOf(good, good.length + 9)));
    ByteBuffer more = payload(lossless, ramp(spec, 2));
    add(
        400,
        "two images' payload as one's",
        BadTensors.body(header(lossless, 1, more.remaining()), bytes(more)));
    add(
        400,
        "one image's payload as two's",
        BadTensors.body(header(lossless, 2, good.length), good));
  }

  /** A length and a scan each: whatever says what it is of has no place in them. */
  private void addJpegs() {
    Encoding jpeg = Encoding.jpeg(90);
    byte[] good = bytes(payload(jpeg, smooth(1)));
    byte[] scan = Arrays.copyOfRange(good, Integer.BYTES, good.length);
    addPayload("a lossless payload as jpeg90", jpeg, bytes(payload));
    addPayload("a jpeg90 payload as lossless", Encoding.LOSSLESS, good);
    addPayload("a JPEG's length alone", jpeg, Arrays.copyOf(good, Integer.BYTES));
    addPayload("a JPEG without its last byte", jpeg, Arrays.copyOf(good, good.length - 1));
    addPayload("a JPEG's scan, cut short", jpeg, image(Arrays.copyOf(scan, scan.length - 1)));
    addPayload("half a JPEG's scan", jpeg, image(Arrays.copyOf(scan, scan.length / 2)));
    addPayload("a JPEG's scan with a byte more", jpeg, image(Arrays.copyOf(scan, scan.length + 1)));
    addPayload("a byte after a JPEG", jpeg, Arrays.copyOf(good, good.length + 1));
    addPayload("two JPEGs as one", jpeg, bytes(payload(jpeg, smooth(2))));
    addPayload("zeros as a JPEG's scan", jpeg, image(new byte[scan.length]));
    addPayload("ones as a JPEG's scan", jpeg, image(filled(scan.length, (byte) 0xff)));
    for (int length : new int[] {0, -1, scan.length + 1, (int) spec.bytes(1) + 1}) {
      byte[] lie = good.clone();
      ByteBuffer.wrap(lie).order(ByteOrder.LITTLE_ENDIAN).putInt(length);
      addPayload("a JPEG's length of " + length, jpeg, lie);
    }
    addFiles(jpeg);
    add(400, "one JPEG as two's", BadTensors.body(header(jpeg, 2, good.length), good));
  }

  /** Files, which would say of themselves what they are. */
  private void addFiles(Encoding jpeg) {
    int height = spec.shape().get(1);
    int width = spec.shape().get(2);
    addPayload("a whole JPEG file", jpeg, image(Jpegs.baseline(width, height)));
    addPayload("a JPEG of 65535 by 65535", jpeg, image(Jpegs.baseline(65535, 65535)));
    addPayload("a progressive JPEG of many scans", jpeg, image(Jpegs.progressive(16, 16, 50)));
    addPayload("a JPEG of four colours", jpeg, image(Jpegs.withFrame(0xc0, 8, 4)));
    addPayload("a grey JPEG", jpeg, image(Jpegs.withFrame(0xc0, 8, 1)));
    addPayload("a JPEG of 12 bits", jpeg, image(Jpegs.withFrame(0xc1, 12, 3)));
  }

  private static byte[] image(byte[] scan) {
    return ByteBuffer.allocate(Integer.BYTES + scan.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(scan.length)
        .put(scan)
        .array();
  }

  private static byte[] filled(int length, byte value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, value);
    return bytes;
  }

  /** What a JPEG is smaller than. */
  private Tensor smooth(int batch) {
    ByteBuffer data =
        ByteBuffer.allocateDirect((int) spec.bytes(batch)).order(ByteOrder.nativeOrder());
    int width = spec.shape().get(2);
    for (int i = 0; data.hasRemaining(); i++) {
      data.put((byte) (i % width / 2 + i / width % 50));
    }
    return new Tensor(spec, batch, data.flip());
  }

  private void addFloats() {
    byte[] good = bytes(payload);
    Encoding q16 = Encoding.quantised(16);
    Tensor ramp = ramp(spec, 1);
    addPayload("a lossless payload as q16", q16, good);
    addPayload("a lossless payload as f16", Encoding.F16, good);
    addPayload("an f16 payload as lossless", Encoding.LOSSLESS, bytes(payload(Encoding.F16, ramp)));
    addPayload("levels of q16 as q8", Encoding.quantised(8), bytes(payload(q16, ramp)));
    addPayload("64 MiB of zeros in a zstd frame as q16", q16, Zstd.compress(new byte[BOMB]));
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      Tensor last = ramp(spec, 1);
      last.data().putFloat(last.data().limit() - Float.BYTES, value);
      byte[] lie = bytes(payload(Encoding.LOSSLESS, last));
      addPayload("a last value that is " + value, Encoding.LOSSLESS, lie);
    }
  }
}
