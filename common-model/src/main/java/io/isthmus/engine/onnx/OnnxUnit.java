package io.isthmus.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.isthmus.engine.BackendException;
import io.isthmus.engine.ComputeDevice;
import io.isthmus.engine.NativeTensor;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.NamedTensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One unit of a package.
 *
 * @param environment of the process
 * @param session with the unit's graph; closed with the unit
 * @param inputs the tensors at the cut before it
 * @param outputs the tensors at the cut after it
 */
record OnnxUnit(
    OrtEnvironment environment,
    OrtSession session,
    List<NamedTensor> inputs,
    List<NamedTensor> outputs) {

  /**
   * Loads unit l.
   *
   * @throws InvalidPackageException if ONNX Runtime does not load it, or its graph does not take
   *     and give the tensors that the manifest names
   */
  static OnnxUnit load(
      OrtEnvironment environment, ComputeDevice device, ModelPackage model, int l, InputStream in)
      throws IOException, InvalidPackageException {
    String name = model.network().cutName(l);
    try (GraphFile file = GraphFile.read(in)) {
      GraphScan.requireOneFile(file.bytes());
      OrtSession session = Sessions.open(environment, device, file.bytes());
      try {
        List<NamedTensor> inputs = model.network().activation(l - 1).tensors();
        List<NamedTensor> outputs = model.network().activation(l).tensors();
        OnnxGraph.of(session).require(inputs, outputs);
        return new OnnxUnit(environment, session, inputs, outputs);
      } catch (OrtException | IllegalStateException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw model.unusable(
          device.isGpu()
              ? "%s cannot be loaded to %s: %s".formatted(name, device, Reason.of(e))
              : "%s is no ONNX that this ONNX Runtime loads: %s".formatted(name, Reason.of(e)));
    } catch (IllegalStateException e) {
      throw model.unusable("%s %s".formatted(name, e.getMessage()));
    }
  }

  /**
   * Runs it. The outputs are written where they stay: nothing is copied, unless a GPU computes,
   * which has everything brought to it and back.
   *
   * @throws BackendException if ONNX Runtime cannot run it
   */
  List<NativeTensor> run(List<BlockTensor> tensors) {
    OnnxMemory memory = tensors.get(0).memory();
    int batch = tensors.get(0).batch();
    List<BlockTensor> results = new ArrayList<>();
    for (NamedTensor output : outputs) {
      results.add(memory.allocate(output.spec().dtype(), output.spec().batchShape(batch)));
    }
    try (Values in = new Values(environment, inputs, tensors);
        Values out = new Values(environment, outputs, results)) {
      session.run(in.byName, Set.of(), out.byName, null).close();
      return List.copyOf(results);
    } catch (OrtException e) {
      results.forEach(BlockTensor::release);
      throw new BackendException(Reason.of(e), e);
    }
  }

  /** Tensors as ONNX Runtime takes them: views, which are closed, and not what they look at. */
  private static final class Values implements AutoCloseable {
    final Map<String, OnnxTensor> byName = new LinkedHashMap<>();

    Values(OrtEnvironment environment, List<NamedTensor> names, List<BlockTensor> tensors)
        throws OrtException {
      try {
        for (int i = 0; i < names.size(); i++) {
          byName.put(names.get(i).name(), tensors.get(i).value(environment));
        }
      } catch (OrtException | RuntimeException e) {
        close();
        throw e;
      }
    }

    @Override
    public void close() {
      byName.values().forEach(OnnxTensor::close);
    }
  }

  void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new BackendException(Reason.of(e), e);
    }
  }
}
