package io.isthmus.fuzz;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.image.AllCodecs;
import io.isthmus.network.CutTensors;
import io.isthmus.network.DType;
import io.isthmus.network.NamedTensor;
import io.isthmus.network.TensorSpec;
import io.isthmus.tensor.AcceptedEncodings;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.Tensor;
import io.isthmus.tensor.TensorExpectation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The codec: a body is refused, or its tensor survives being written and read again. */
public final class TensorTarget {

  private static final int MAX_BATCH = 3;

  private static final TensorSpec PIXELS = new TensorSpec(DType.U8, List.of(3, 2, 2));
  private static final TensorSpec FLOATS = new TensorSpec(DType.F32, List.of(2, 2));

  /** What crosses a cut with a skip connection. */
  private static final CutTensors BOTH =
      new CutTensors(
          List.of(
              new NamedTensor("activation", FLOATS),
              new NamedTensor("skip", new TensorSpec(DType.F32, List.of(3)))));

  private static final List<TensorExpectation> EXPECTED =
      List.of(
          new TensorExpectation(CutTensors.of("input", PIXELS), MAX_BATCH),
          new TensorExpectation(CutTensors.of("activation", FLOATS), MAX_BATCH),
          new TensorExpectation(BOTH, MAX_BATCH),
          encoded(KnownEncodings.ALL.ofPixels(), CutTensors.of("input", PIXELS)),
          encoded(KnownEncodings.ALL.ofFloats(), CutTensors.of("activation", FLOATS)),
          encoded(KnownEncodings.ALL.ofFloats(), BOTH));

  private TensorTarget() {}

  private static TensorExpectation encoded(KnownEncodings known, CutTensors tensors) {
    AcceptedEncodings all =
        new AcceptedEncodings(
            known, (encoding, spec, batch) -> AllCodecs.decoder(encoding, spec).mostBytes(batch));
    return new TensorExpectation(tensors, MAX_BATCH, all);
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
    List<Tensor> first;
    try {
      first = read(body, expected, length);
    } catch (MalformedTensorException e) {
      return;
    }
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    Safetensors.write(again, expected.tensors(), first);
    try {
      List<Tensor> second = read(again.toByteArray(), expected, OptionalLong.of(again.size()));
      if (!second.equals(first)) {
        throw new IllegalStateException("other tensors after a round trip");
      }
    } catch (MalformedTensorException e) {
      throw new IllegalStateException("what was written cannot be read", e);
    }
  }

  private static List<Tensor> read(byte[] body, TensorExpectation expected, OptionalLong length)
      throws IOException, MalformedTensorException {
    IncomingTensors in = Safetensors.open(new ByteArrayInputStream(body), length, expected);
    List<TensorSpec> specs = expected.tensors().specs();
    boolean raw = in.encoding().equals(Encoding.RAW);
    List<ByteBuffer> data = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      long most =
          raw
              ? specs.get(i).bytes(MAX_BATCH)
              : AllCodecs.decoder(in.encoding(), specs.get(i)).mostBytes(MAX_BATCH);
      if (in.bytes().get(i) > most) {
        throw new IllegalStateException("more is allocated than a batch can need");
      }
      data.add(ByteBuffer.allocate(in.bytes().get(i)).order(ByteOrder.nativeOrder()));
    }
    in.readInto(data);
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      ByteBuffer own = data.get(i).flip();
      tensors.add(new Tensor(specs.get(i), in.batch(), raw ? own : decoded(in, specs.get(i), own)));
    }
    return tensors;
  }

  private static ByteBuffer decoded(IncomingTensors in, TensorSpec spec, ByteBuffer payload)
      throws MalformedTensorException {
    int bytes = (int) spec.bytes(in.batch());
    ByteBuffer target = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    AllCodecs.decoder(in.encoding(), spec)
        .decode(payload, in.batch(), target.duplicate().order(target.order()));
    return target;
  }
}
