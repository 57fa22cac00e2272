package io.isthmus.service.handling;

import io.isthmus.codec.CutDecoder;
import io.isthmus.encoding.Encoding;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.AllCodecs;
import io.isthmus.service.admission.Admission;
import io.isthmus.service.http.body.RequestBodies;
import io.isthmus.service.model.EncodedActivation;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.tensor.IncomingTensors;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.TensorExpectation;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;

/**
 * The frame of every handler that computes: it is admitted, gets native memory, and gives both back
 * however it ends.
 */
@Component
public class ComputingRequests {

  /** What a handler does while its request is inside. */
  public interface Work<T, E extends Exception> {

    /** Reads the body, says that it has arrived, computes, and says how long that waited. */
    T run(Inside inside) throws IOException, E;
  }

  /**
   * A request that is inside.
   *
   * @param memory freed when it leaves
   * @param permit its place
   */
  public record Inside(RequestMemory memory, Admission.Permit permit) {

    /** Its body has arrived: it may compute from now on. */
    public void arrived() {
      permit.arrived();
    }

    /** It is answered, and waited so long for a thread to compute it. */
    public void answered(double waitedMs) {
      permit.answered(waitedMs);
    }
  }

  /**
   * Tensors that were sent.
   *
   * @param activation they, or where they are to be decoded to
   * @param encoded what came where they came encoded; else null
   * @param receiveMs from the first to the last byte of the body, in milliseconds
   */
  public record Received(
      Activation activation, @Nullable EncodedActivation encoded, double receiveMs) {}

  private final Admission admission;
  private final RequestBodies bodies;
  private final InferenceExecutor executor;

  ComputingRequests(Admission admission, RequestBodies bodies, InferenceExecutor executor) {
    this.admission = admission;
    this.bodies = bodies;
    this.executor = executor;
  }

  /**
   * Runs a handler.
   *
   * @throws ErrorResponseException 503 if there is no place for the request; 413 if its body is
   *     declared too long
   */
  public <T, E extends Exception> T run(HttpServletRequest request, Work<T, E> work)
      throws IOException, E {
    bodies.requireAcceptableLength(request);
    return inside(admission.arrive(request), work);
  }

  /** Runs a handler for a trial, which is taken however loaded the service is. */
  public <T, E extends Exception> T runTrial(HttpServletRequest request, Work<T, E> work)
      throws IOException, E {
    bodies.requireAcceptableLength(request);
    return inside(admission.arriveTrial(request), work);
  }

  private <T, E extends Exception> T inside(Admission.Permit permit, Work<T, E> work)
      throws IOException, E {
    try (permit;
        RequestMemory memory = executor.openMemory()) {
      return work.run(new Inside(memory, permit));
    }
  }

  /**
   * Reads the tensors at a cut into a request's memory.
   *
   * @throws MalformedTensorException if the body is none, or not the one that is expected
   */
  public Received tensors(
      HttpServletRequest request, Inside inside, int cut, TensorExpectation expected)
      throws IOException, MalformedTensorException {
    Arriving arriving = new Arriving(inside.memory(), cut);
    double receiveMs = bodies.read(request, expected, arriving::allocate).receiveMs();
    return new Received(Objects.requireNonNull(arriving.activation), arriving.encoded, receiveMs);
  }

  /** Takes the memory for tensors, once its header has been accepted. */
  private final class Arriving {
    private final RequestMemory memory;
    private final int cut;
    private @Nullable Activation activation;
    private @Nullable EncodedActivation encoded;

    Arriving(RequestMemory memory, int cut) {
      this.memory = memory;
      this.cut = cut;
    }

    /** The buffers for what comes: native, so that what does not come costs nothing. */
    List<ByteBuffer> allocate(IncomingTensors tensors) {
      Activation target = executor.allocate(memory, cut, tensors.batch());
      activation = target;
      if (tensors.encoding().equals(Encoding.RAW)) {
        return target.buffers();
      }
      List<ByteBuffer> payloads = tensors.bytes().stream().map(memory::bytes).toList();
      CutDecoder decoder = AllCodecs.decoder(tensors.encoding(), tensors.tensors());
      encoded =
          new EncodedActivation(
              target, decoder, payloads.stream().map(ByteBuffer::duplicate).toList());
      return payloads;
    }
  }
}
