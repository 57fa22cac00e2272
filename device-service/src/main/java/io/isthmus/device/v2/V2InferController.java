package io.isthmus.device.v2;

import static io.isthmus.device.v2.BoundedJson.malformed;
import static io.isthmus.device.v2.BoundedJson.require;

import io.isthmus.audio.AudioException;
import io.isthmus.device.decide.Wish;
import io.isthmus.device.infer.Classes;
import io.isthmus.device.infer.InferInput;
import io.isthmus.device.infer.InferService;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.ImageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.service.handling.ComputingRequests;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.http.body.RequestBodies;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.units.WholeNumber;
import io.isthmus.wire.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v2/models/{model}/infer}: JSON, or JSON with raw tensors after it. A request without
 * a content type is taken, since the clients of Triton send none.
 */
@RestController
class V2InferController {

  /** How many bytes at the beginning of a body are JSON; raw tensors follow. */
  static final String JSON_BYTES = "Inference-Header-Content-Length";

  private final V2Controller models;
  private final Network network;
  private final Classes classes;
  private final BatchLimit limit;
  private final ComputingRequests requests;
  private final RequestBodies bodies;
  private final Inputs inputs;
  private final InferService service;

  V2InferController(
      V2Controller models,
      ModelPackage model,
      BatchLimit limit,
      ComputingRequests requests,
      RequestBodies bodies,
      Inputs inputs,
      InferService service) {
    this.models = models;
    this.network = model.network();
    this.classes = new Classes(model.labels());
    this.limit = limit;
    this.requests = requests;
    this.bodies = bodies;
    this.inputs = inputs;
    this.service = service;
  }

  @PostMapping(
      path = {"/v2/models/{model}/infer", "/v2/models/{model}/versions/{version}/infer"},
      consumes = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE},
      produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
  ResponseEntity<byte[]> infer(
      @PathVariable String model,
      @PathVariable(required = false) @Nullable String version,
      @RequestHeader(name = JSON_BYTES, required = false) @Nullable String jsonBytes,
      Deadline deadline,
      HttpServletRequest request)
      throws Exception {
    models.requireServed(model, version);
    return requests.<ResponseEntity<byte[]>, Exception>run(
        request, inside -> infer(request, inside, jsonBytes, deadline));
  }

  private ResponseEntity<byte[]> infer(
      HttpServletRequest request,
      ComputingRequests.Inside inside,
      @Nullable String jsonBytes,
      Deadline deadline)
      throws IOException, MalformedTensorException, ImageException, AudioException {
    // JSON is read byte by byte: each would be counted and timed by itself
    try (InputStream body = new BufferedInputStream(bodies.open(request))) {
      Asked asked = read(body, jsonBytes(jsonBytes, request), inside.memory(), request);
      inside.arrived();
      InferService.Answer answer =
          service.infer(inside.memory(), asked.input(), asked.wish(), deadline);
      inside.answered(answer.measured().queueMs());
      return response(new InferAnswer(network, classes, asked.request(), answer).body());
    }
  }

  /** A request that has been read whole. */
  private record Asked(InferRequest request, Wish wish, InferInput input) {}

  private Asked read(
      InputStream body, long jsonBytes, RequestMemory memory, HttpServletRequest request)
      throws IOException, MalformedTensorException, ImageException, AudioException {
    try {
      Prefix json = new Prefix(body, jsonBytes);
      InferRequest asked =
          RequestReader.read(json, network, limit.maxBatch(), () -> inputs.room(memory));
      require(
          json.left() == 0 || jsonBytes == Long.MAX_VALUE, "the body is shorter than its header");
      Wish wish = service.wishes().read(asked.wish());
      InferInput input = inputs.take(asked.input(), body, memory);
      asked.requireShort(input.batch());
      return new Asked(asked, wish, input);
    } catch (ErrorResponseException
        | MalformedTensorException
        | ImageException
        | AudioException e) {
      if (bodies.length(request).isEmpty()) {
        // a chunked body may be too large besides, which is the better answer
        body.transferTo(OutputStream.nullOutputStream());
      }
      throw e;
    }
  }

  private static ResponseEntity<byte[]> response(InferAnswer.Body body) {
    ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
    if (body.isJson()) {
      ok.contentType(MediaType.APPLICATION_JSON);
    } else {
      ok.contentType(MediaType.APPLICATION_OCTET_STREAM)
          .header(JSON_BYTES, Integer.toString(body.jsonBytes()));
    }
    return ok.body(body.bytes());
  }

  /** The length of the JSON; the largest number if all is JSON. */
  private long jsonBytes(@Nullable String header, HttpServletRequest request) {
    if (header == null) {
      return Long.MAX_VALUE;
    }
    long most = bodies.length(request).orElse(Long.MAX_VALUE - 1);
    return WholeNumber.parse(header, 2, most)
        .orElseThrow(
            () ->
                malformed(
                    JSON_BYTES
                        + " must be the length of the JSON in bytes, a whole number from 2 to that of the body"));
  }
}
