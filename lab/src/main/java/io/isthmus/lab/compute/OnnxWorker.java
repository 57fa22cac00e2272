package io.isthmus.lab.compute;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime with all its optimisations: arguments are model, images and threads. */
final class OnnxWorker {

  private OnnxWorker() {}

  public static void main(String[] arguments) throws Exception {
    ByteBuffer images = Worker.images(arguments[1]);
    try (OrtEnvironment environment = OrtEnvironment.getEnvironment();
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(Integer.parseInt(arguments[2]));
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      try (OrtSession session = environment.createSession(arguments[0], options)) {
        Worker.serve(batch -> run(environment, session, images, batch));
      }
    }
  }

  private static float[] run(
      OrtEnvironment environment, OrtSession session, ByteBuffer images, int batch)
      throws OrtException {
    Map.Entry<String, NodeInfo> first = session.getInputInfo().entrySet().iterator().next();
    long[] shape = ((TensorInfo) first.getValue().getInfo()).getShape();
    shape[0] = batch;
    ByteBuffer input = images.slice(0, (int) (shape[0] * shape[1] * shape[2] * shape[3]));
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, input, shape, OnnxJavaType.UINT8);
        OrtSession.Result result = session.run(Map.of(first.getKey(), tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] logits = new float[values.remaining()];
      values.get(logits);
      return logits;
    }
  }
}
