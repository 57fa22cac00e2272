package io.isthmus.edge;

import io.isthmus.encoding.Encoding;
import io.isthmus.encoding.KnownEncodings;
import io.isthmus.image.AllCodecs;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.network.DType;
import io.isthmus.network.EncodedTensorBody;
import io.isthmus.network.Network;
import io.isthmus.network.TensorBody;
import io.isthmus.service.handling.ComputingRequests;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.http.body.Uploads;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.model.EncodedActivation;
import io.isthmus.tensor.AcceptedEncodings;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.units.WholeNumber;
import io.isthmus.wire.Deadline;
import io.isthmus.wire.WireHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /tail/{split}}: from the activation at a cut, or the images themselves, to logits.
 */
@RestController
class TailController {

  private final Network network;
  private final BatchLimit limit;
  private final ComputingRequests requests;
  private final Uploads uploads;
  private final TailService tails;
  private final TailMeters meters;
  private final KnownEncodings known;

  TailController(
      Network network,
      KnownEncodings known,
      BatchLimit limit,
      ComputingRequests requests,
      Uploads uploads,
      TailService tails,
      TailMeters meters) {
    this.network = network;
    this.known = known;
    this.limit = limit;
    this.requests = requests;
    this.uploads = uploads;
    this.tails = tails;
    this.meters = meters;
  }

  @PostMapping(
      path = "/tail/{split}",
      consumes = Safetensors.MEDIA_TYPE,
      produces = Safetensors.MEDIA_TYPE)
  ResponseEntity<byte[]> fromTensor(
      @PathVariable String split,
      @RequestHeader(name = WireHeaders.MODEL, required = false) @Nullable String fingerprint,
      @RequestHeader(name = WireHeaders.TRIAL, required = false) @Nullable String trial,
      Deadline deadline,
      HttpServletRequest request)
      throws IOException, MalformedTensorException {
    int cut = cut(split);
    requireSameModel(fingerprint);
    TensorExpectation expected = expected(cut, trial == null ? limit.maxBatch() : 1);
    ComputingRequests.Work<ResponseEntity<byte[]>, MalformedTensorException> tail =
        inside -> fromTensor(request, inside, cut, expected, deadline);
    return trial == null ? requests.run(request, tail) : requests.runTrial(request, tail);
  }

  private ResponseEntity<byte[]> fromTensor(
      HttpServletRequest request,
      ComputingRequests.Inside inside,
      int cut,
      TensorExpectation expected,
      Deadline deadline)
      throws IOException, MalformedTensorException {
    ComputingRequests.Received received = requests.tensors(request, inside, cut, expected);
    inside.arrived();
    TailService.Tail tail = tails.run(inside.memory(), received, deadline);
    meters.answered(sizes(expected, received, tail), tail.times());
    return answer(inside, tail);
  }

  private static TailMeters.Sizes sizes(
      TensorExpectation expected, ComputingRequests.Received received, TailService.Tail tail) {
    int cut = received.activation().cut();
    int batch = received.activation().batch();
    EncodedActivation encoded = received.encoded();
    if (encoded == null) {
      long bytes = TensorBody.size(expected.tensors(), batch);
      Encoding raw = expected.tensors().allOf(DType.U8) ? Encoding.PIXELS : Encoding.RAW;
      return new TailMeters.Sizes(cut, batch, raw, bytes, tail.logits().length);
    }
    Encoding encoding = encoded.decoder().encoding();
    long bytes = new EncodedTensorBody(expected.tensors(), encoding, batch).size(encoded.bytes());
    return new TailMeters.Sizes(cut, batch, encoding, bytes, tail.logits().length);
  }

  private TensorExpectation expected(int cut, int maxBatch) {
    AcceptedEncodings accepted =
        new AcceptedEncodings(
            network.isOfPixels(cut) ? known.ofPixels() : known.ofFloats(),
            (encoding, spec, batch) -> AllCodecs.decoder(encoding, spec).mostBytes(batch));
    return new TensorExpectation(network.activation(cut), maxBatch, accepted);
  }

  @PostMapping(
      path = "/tail/{split}",
      consumes = {
        MediaType.MULTIPART_FORM_DATA_VALUE,
        "image/*",
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      },
      produces = Safetensors.MEDIA_TYPE)
  ResponseEntity<byte[]> fromImages(
      @PathVariable String split,
      @RequestHeader(name = WireHeaders.MODEL, required = false) @Nullable String fingerprint,
      Deadline deadline,
      HttpServletRequest request)
      throws IOException, ImageException {
    if (cut(split) != 0) {
      throw Problems.of(
          isForm(request) ? HttpStatus.BAD_REQUEST : HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "Images are the input, cut 0; a later cut takes a tensor, %s."
              .formatted(Safetensors.MEDIA_TYPE));
    }
    requireSameModel(fingerprint);
    if (!network.takesPictures()) {
      throw Problems.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "%s takes no images; its input is a tensor, %s."
              .formatted(network.name(), Safetensors.MEDIA_TYPE));
    }
    return requests.<ResponseEntity<byte[]>, ImageException>run(
        request, inside -> fromImages(request, inside, deadline));
  }

  private ResponseEntity<byte[]> fromImages(
      HttpServletRequest request, ComputingRequests.Inside inside, Deadline deadline)
      throws IOException, ImageException {
    Uploads.Received received = uploads.read(request, inside.memory());
    inside.arrived();
    List<EncodedImage> images = received.images();
    TailService.Tail tail = tails.run(inside.memory(), images, received.receiveMs(), deadline);
    long bytes = images.stream().mapToLong(EncodedImage::length).sum();
    meters.answered(
        new TailMeters.Sizes(0, images.size(), Encoding.RAW, bytes, tail.logits().length),
        tail.times());
    return answer(inside, tail);
  }

  /**
   * A form holds images for sure; what else is sent as bytes of any kind may be meant as a tensor.
   */
  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE);
  }

  private ResponseEntity<byte[]> answer(ComputingRequests.Inside inside, TailService.Tail tail) {
    inside.answered(tail.times().queueMs());
    return ResponseEntity.ok()
        .header(WireHeaders.SERVER_TIMING, tail.times().toServerTiming())
        .header(WireHeaders.LOAD, tails.load().toHeader())
        .contentType(MediaType.parseMediaType(Safetensors.MEDIA_TYPE))
        .body(tail.logits());
  }

  private int cut(String split) {
    int length = network.length();
    return (int)
        WholeNumber.parse(split, 0, length)
            .orElseThrow(
                () ->
                    Problems.badRequest(
                        "The cut in the path must be a whole number from 0 to %d."
                            .formatted(length)));
  }

  private void requireSameModel(@Nullable String fingerprint) {
    if (fingerprint == null) {
      throw Problems.badRequest(
          "The header %s must name the fingerprint of the model.".formatted(WireHeaders.MODEL));
    }
    if (!fingerprint.equals(network.fingerprint())) {
      throw Problems.of(
          HttpStatus.CONFLICT,
          "This edge serves %s with fingerprint %s; device and edge need the same package."
              .formatted(network.name(), network.fingerprint()));
    }
  }
}
