package io.isthmus.cli.predict;

import io.isthmus.decision.Workload;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.units.DataSize;

/** The form in which the input comes to the device, which is what cut 0 would send. */
public sealed interface InputForm {

  /** A batch of such inputs. */
  Workload workload(Network network, int batch);

  /** Raw frames of the network's input size. */
  record Frames() implements InputForm {
    @Override
    public Workload workload(Network network, int batch) {
      return new Workload(batch, TensorBody.size(network.inputs(), batch), 0);
    }
  }

  /**
   * Photographs that are decoded and scaled by whichever machine runs the first unit.
   *
   * @param size of one file
   * @param pixels of one image
   */
  record Jpeg(DataSize size, long pixels) implements InputForm {
    @Override
    public Workload workload(Network network, int batch) {
      return new Workload(batch, batch * size.bytes(), batch * pixels);
    }
  }
}
