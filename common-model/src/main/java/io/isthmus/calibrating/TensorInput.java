package io.isthmus.calibrating;

import io.isthmus.engine.Activation;
import io.isthmus.network.Network;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/** Reads safetensors of one input each, as {@code /infer} takes them. */
final class TensorInput extends InputFiles {

  private final TensorExpectation expected;

  TensorInput(Network network) {
    this.expected = new TensorExpectation(network.inputs(), 1);
  }

  @Override
  public String noun() {
    return "tensor";
  }

  @Override
  long inspect(byte[] file) throws UnusableFileException {
    int bytes = (int) expected.tensors().bytes(1);
    read(file, ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder()));
    return 0;
  }

  @Override
  void read(byte[] file, Activation input, int row) throws UnusableFileException {
    read(file, row(input, row));
  }

  private void read(byte[] file, ByteBuffer target) throws UnusableFileException {
    try {
      IncomingTensors tensors =
          Safetensors.open(new ByteArrayInputStream(file), OptionalLong.of(file.length), expected);
      tensors.readInto(target);
    } catch (MalformedTensorException e) {
      throw new UnusableFileException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array has no end that breaks off
    }
  }
}
