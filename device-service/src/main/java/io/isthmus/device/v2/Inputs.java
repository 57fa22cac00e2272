package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.audio.AudioException;
import io.isthmus.device.infer.InferInput;
import io.isthmus.device.infer.Sounds;
import io.isthmus.engine.Activation;
import io.isthmus.engine.NativeByteBuffer;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageReader;
import io.isthmus.network.Network;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.http.body.UploadKind;
import io.isthmus.service.http.body.UploadNames;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.service.settings.LimitProperties;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.springframework.stereotype.Component;

/** Brings the input of a request to where it can be computed with. */
@Component
class Inputs {

  private static final int CHUNK = 8 * 1024;

  private final Network network;
  private final BatchLimit limit;
  private final InferenceExecutor computation;
  private final ImageReader images;
  private final Sounds sounds;
  private final int mostBytes;

  Inputs(
      Network network,
      BatchLimit limit,
      InferenceExecutor computation,
      LimitProperties limits,
      ImageReader images,
      Sounds sounds) {
    this.network = network;
    this.limit = limit;
    this.computation = computation;
    this.images = images;
    this.sounds = sounds;
    // a float of four bytes takes two in JSON at least, all else as many as in memory
    long most = (network.takesPictures() ? 1 : 2) * limits.maxBody().toBytes();
    this.mostBytes = (int) Math.min(most, Integer.MAX_VALUE - 8);
  }

  /** Room for whatever a body can hold. */
  NativeByteBuffer room(RequestMemory memory) {
    return memory.growing(mostBytes);
  }

  /**
   * Takes an input whose JSON has been read.
   *
   * @param rest what follows the JSON, to its end
   * @param memory owns the input
   * @throws MalformedTensorException if the raw values are too few or too many, or not finite
   * @throws ImageException if an encoded image is none
   * @throws AudioException if a WAV file is none
   */
  InferInput take(InferRequest.Input input, InputStream rest, RequestMemory memory)
      throws IOException, MalformedTensorException, ImageException, AudioException {
    if (input.datatype().equals(V2Controller.datatype(network))) {
      return frames(input, rest, memory);
    }
    boolean files = network.takesPictures() || sounds.areTaken();
    require(files && input.datatype().equals("BYTES"), datatypes());
    return files(input, rest, memory);
  }

  private String datatypes() {
    if (network.takesPictures()) {
      return "datatype must be UINT8 for pixels or BYTES for JPEG, PNG and WebP files";
    }
    return sounds.areTaken()
        ? "datatype must be FP32 for samples or BYTES for WAV files"
        : "datatype must be FP32";
  }

  private InferInput frames(InferRequest.Input input, InputStream rest, RequestMemory memory)
      throws IOException, MalformedTensorException {
    List<Integer> image = network.input().shape();
    List<Integer> shape = input.shape();
    require(
        shape.size() == 1 + image.size() && shape.subList(1, shape.size()).equals(image),
        "shape must be %s".formatted(V2Controller.shape(network.input())));
    int batch = batch(shape);
    if (input.data() == null) {
      require(
          input.binaryBytes() == network.input().bytes(batch),
          "binary_data_size must be %d for that shape".formatted(network.input().bytes(batch)));
    }
    Activation values = computation.allocate(memory, 0, batch);
    if (input.data() == null) {
      new IncomingTensors(rest, network.inputs(), batch).readInto(values.buffer());
    } else {
      input.data().numbersInto(values.buffer(), shape);
      requireEnd(rest);
    }
    return new InferInput.Frames(values);
  }

  private int batch(List<Integer> shape) {
    int batch = shape.get(0);
    require(
        batch >= 1 && batch <= limit.maxBatch(),
        "the batch must be 1 to %d".formatted(limit.maxBatch()));
    return batch;
  }

  private InferInput files(InferRequest.Input input, InputStream rest, RequestMemory memory)
      throws IOException, ImageException, AudioException {
    require(input.shape().size() == 1, "the shape of BYTES must be [B]");
    int batch = batch(input.shape());
    List<ByteBuffer> files =
        input.data() == null
            ? lengthPrefixed(rest, batch, input.binaryBytes(), room(memory))
            : input.data().files(batch);
    requireEnd(rest);
    if (sounds.areTaken()) {
      return sounds.read(files, UploadNames.none(UploadKind.SOUND, batch)::of, memory);
    }
    UploadNames names = UploadNames.none(UploadKind.IMAGE, batch);
    return new InferInput.Images(images.inspectAll(files, names::of));
  }

  /** What is allocated is bounded by what has arrived, not by what is declared. */
  private static List<ByteBuffer> lengthPrefixed(
      InputStream in, int count, long bytes, NativeByteBuffer files) throws IOException {
    long left = bytes;
    for (int i = 0; i < count; i++) {
      byte[] prefix = in.readNBytes(Integer.BYTES);
      require(prefix.length == Integer.BYTES, "the body ends within its input");
      int length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getInt();
      left -= Integer.BYTES + (long) length;
      require(length >= 0 && left >= 0, "a file is longer than binary_data_size");
      copy(in, length, files);
      files.endPiece();
    }
    require(left == 0, "binary_data_size is not what the files have");
    return files.pieces();
  }

  private static void copy(InputStream in, int length, NativeByteBuffer files) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int left = length; left > 0; ) {
      int n = in.read(chunk, 0, Math.min(CHUNK, left));
      require(n > 0, "the body ends within its input");
      files.write(chunk, 0, n);
      left -= n;
    }
  }

  private static void requireEnd(InputStream rest) throws IOException {
    require(rest.read() < 0, "the body goes on after its input");
  }
}
