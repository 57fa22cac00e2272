package io.isthmus.fuzz;

import io.isthmus.codec.TensorDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.DType;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.AcceptedEncodings;
import io.isthmus.tensor.IncomingTensor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorExpectation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/** The codec: a body is refused, or its tensor survives being written and read again. */
public final class TensorTarget {

  private static final int MAX_BATCH = 3;

  private static final List<TensorExpectation> EXPECTED =
      List.of(
          new TensorExpectation("input", new TensorSpec(DType.U8, List.of(3, 2, 2)), MAX_BATCH),
          new TensorExpectation("activation", new TensorSpec(DType.F32, List.of(2, 2)), MAX_BATCH),
          encoded("input", 0, new TensorSpec(DType.U8, List.of(3, 2, 2))),
          encoded("activation", 1, new TensorSpec(DType.F32, List.of(2, 2))));

  private TensorTarget() {}

  private static TensorExpectation encoded(String name, int cut, TensorSpec spec) {
    AcceptedEncodings all =
        new AcceptedEncodings(
            KnownEncodings.ALL.at(cut),
            (encoding, batch) -> AllCodecs.decoder(encoding, spec).mostBytes(batch));
    return new TensorExpectation(name, spec, MAX_BATCH, all);
  }

  /** One body, read as each kind of tensor, of known and of unknown length. */
  public static void fuzzerTestOneInput(byte[] body) throws IOException {
    for (TensorExpectation expected : EXPECTED) {
      for (OptionalLong length : List.of(OptionalLong.empty(), OptionalLong.of(body.length))) {
        tryOne(body, expected, length);
      }
    }
  }

  private static void tryOne(byte[] body, TensorExpectation expected, OptionalLong length)
      throws IOException {
    Tensor first;
    try {
      first = read(body, expected, length);
    } catch (MalformedTensorException e) {
      return;
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    Safetensors.write(again, expected.name(), first);
    try {
      Tensor second = read(again.toByteArray(), expected, OptionalLong.of(again.size()));
      if (!second.equals(first)) {
        throw new IllegalStateException("another tensor after a round trip");
      }
    } catch (MalformedTensorException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }

  private static Tensor read(byte[] body, TensorExpectation expected, OptionalLong length)
      throws IOException, MalformedTensorException {
    IncomingTensor tensor = Safetensors.open(new ByteArrayInputStream(body), length, expected);
    Encoding encoding = tensor.encoding();
    boolean raw = encoding.equals(Encoding.RAW);
    long most =
        raw
            ? expected.spec().bytes(MAX_BATCH)
            : AllCodecs.decoder(encoding, expected.spec()).mostBytes(MAX_BATCH);
    if (tensor.bytes() > most) {
      throw new IllegalStateException("more is allocated than a batch can need");
    }
    ByteBuffer data = ByteBuffer.allocate(tensor.bytes()).order(ByteOrder.nativeOrder());
    tensor.readInto(data);
    if (!raw) {
      data = decoded(AllCodecs.decoder(encoding, expected.spec()), data.flip(), tensor);
    }
    return new Tensor(expected.spec(), tensor.batch(), data.flip());
  }

  private static ByteBuffer decoded(
      TensorDecoder decoder, ByteBuffer payload, IncomingTensor tensor)
      throws MalformedTensorException {
    int bytes = (int) tensor.spec().bytes(tensor.batch());
    ByteBuffer target = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    decoder.decode(payload, tensor.batch(), target.duplicate().order(target.order()));
    return target.position(bytes);
  }
}
