package io.isthmus.device.infer;

import io.isthmus.decision.Workload;
import io.isthmus.device.edge.EdgeBody;
import io.isthmus.device.edge.ImagesBody;
import io.isthmus.device.edge.TensorBody;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.engine.UnitChain;
import io.isthmus.image.EncodedImage;
import java.util.List;

/** What a request brought: uploaded images, or the network's input itself. */
public sealed interface InferInput {

  /** Number of images. */
  int batch();

  /** The input in its smallest faithful form, for an edge that runs the whole chain. */
  EdgeBody edgeBody();

  /** What is still to be decoded, as {@link EncodedImage#work} counts it. */
  long decodeWork();

  /**
   * Some of its images.
   *
   * @param memory owns what is made for them
   */
  InferInput part(int first, int size, RequestMemory memory);

  /** What the selector needs to know of it. */
  default Workload workload() {
    return new Workload(batch(), edgeBody().length(), decodeWork());
  }

  /** JPEG, PNG or WebP files, not decoded yet. */
  record Images(List<EncodedImage> files) implements InferInput {
    @Override
    public int batch() {
      return files.size();
    }

    @Override
    public EdgeBody edgeBody() {
      return new ImagesBody(files);
    }

    @Override
    public InferInput part(int first, int size, RequestMemory memory) {
      return new Images(files.subList(first, first + size));
    }

    @Override
    public long decodeWork() {
      return EncodedImage.work(files);
    }
  }

  /** Cut 0 of the chain. */
  record Frames(Activation input) implements InferInput {
    @Override
    public int batch() {
      return input.batch();
    }

    @Override
    public EdgeBody edgeBody() {
      return new TensorBody(input.spec(), input.values());
    }

    @Override
    public InferInput part(int first, int size, RequestMemory memory) {
      return new Frames(UnitChain.rows(memory, input, first, size));
    }

    @Override
    public long decodeWork() {
      return 0;
    }
  }
}
