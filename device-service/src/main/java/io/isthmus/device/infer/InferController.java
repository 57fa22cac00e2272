package io.isthmus.device.infer;

import io.isthmus.accuracy.Parts;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.image.ImageMapping;
import io.isthmus.image.ImageTransform;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Network;
import io.isthmus.service.handling.ComputingRequests;
import io.isthmus.service.handling.ComputingRequests.Inside;
import io.isthmus.service.http.Query;
import io.isthmus.service.http.body.BatchLimit;
import io.isthmus.service.http.body.UploadKind;
import io.isthmus.service.http.body.Uploads;
import io.isthmus.service.http.problem.Problems;
import io.isthmus.service.model.InferenceExecutor;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.wire.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /infer}: a batch of images, of sounds or of tensors, to classes. */
@RestController
class InferController {

  private final Network network;
  private final @Nullable ImageTransform transform;
  private final BatchLimit limit;
  private final ComputingRequests requests;
  private final Uploads uploads;
  private final InferenceExecutor computation;
  private final Sounds sounds;
  private final InferService service;
  private final Results shown;

  InferController(
      ModelPackage model,
      BatchLimit limit,
      ComputingRequests requests,
      Uploads uploads,
      InferenceExecutor computation,
      Sounds sounds,
      InferService service)
      throws IOException {
    this.network = model.network();
    this.transform = model.transform();
    this.limit = limit;
    this.requests = requests;
    this.uploads = uploads;
    this.computation = computation;
    this.sounds = sounds;
    this.service = service;
    this.shown = Results.of(network, new Classes(model.labels()));
  }

  /** PUT as well: it is what {@code curl -T} sends. */
  @RequestMapping(
      path = "/infer",
      method = {RequestMethod.POST, RequestMethod.PUT},
      consumes = {
        MediaType.MULTIPART_FORM_DATA_VALUE,
        "image/*",
        "audio/*",
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      },
      produces = MediaType.APPLICATION_JSON_VALUE)
  InferResponse fromFiles(Deadline deadline, HttpServletRequest request) throws Exception {
    requireTaken(request);
    InferQuery query = InferQuery.parse(new Query(request), network, service.wishes());
    return sounds.areTaken()
        ? fromSounds(query, deadline, request)
        : fromImages(query, deadline, request);
  }

  /** What a type names is refused by it; of all else the bytes tell. */
  private void requireTaken(HttpServletRequest request) {
    String declared = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    boolean other = declared.startsWith(sounds.areTaken() ? "image/" : "audio/");
    if (other || (!network.takesPictures() && !sounds.areTaken())) {
      String files =
          network.takesPictures()
              ? "images: image/*, multipart/form-data, or pixels as "
              : sounds.areTaken()
                  ? "sounds: audio/wav, multipart/form-data, or samples as "
                  : "tensors: ";
      throw Problems.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "%s takes %s%s.".formatted(network.name(), files, Safetensors.MEDIA_TYPE));
    }
  }

  private InferResponse fromSounds(InferQuery query, Deadline deadline, HttpServletRequest request)
      throws Exception {
    return requests.<InferResponse, Exception>run(
        request,
        inside -> {
          RequestMemory memory = inside.memory();
          Uploads.Files files = uploads.readFiles(UploadKind.SOUND, request, memory);
          inside.arrived();
          Sounds.Heard heard = sounds.read(files, query.partial(), memory);
          InferService.Answer answer = service.infer(memory, heard.input(), query.wish(), deadline);
          return answer(inside, query, answer, heard.refused(), index -> null);
        });
  }

  private InferResponse fromImages(InferQuery query, Deadline deadline, HttpServletRequest request)
      throws IOException, ImageException {
    return requests.<InferResponse, ImageException>run(
        request,
        inside -> {
          RequestMemory memory = inside.memory();
          Pictures pictures =
              Pictures.of(
                  query.partial()
                      ? uploads.readEach(request, memory)
                      : uploads.read(request, memory));
          inside.arrived();
          return fromPictures(inside, query, pictures, deadline);
        });
  }

  /** Damage that only the decoder finds leaves the other images their answers, if asked for. */
  private InferResponse fromPictures(
      Inside inside, InferQuery query, Pictures pictures, Deadline deadline) throws ImageException {
    try {
      return answer(inside, query, infer(inside, query, pictures, deadline), pictures);
    } catch (ImageException e) {
      if (!query.partial()) {
        throw e;
      }
      Pictures intact = pictures.intact(computation, deadline);
      return answer(inside, query, infer(inside, query, intact, deadline), intact);
    }
  }

  private InferService.Answer infer(
      Inside inside, InferQuery query, Pictures pictures, Deadline deadline) throws ImageException {
    InferInput input = new InferInput.Images(pictures.usable());
    return service.infer(inside.memory(), input, query.wish(), deadline);
  }

  @PostMapping(
      path = "/infer",
      consumes = Safetensors.MEDIA_TYPE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  InferResponse fromFrames(Deadline deadline, HttpServletRequest request) throws Exception {
    InferQuery query = InferQuery.parse(new Query(request), network, service.wishes());
    return requests.<InferResponse, Exception>run(
        request, inside -> fromFrames(request, inside, query, deadline));
  }

  private InferResponse fromFrames(
      HttpServletRequest request, Inside inside, InferQuery query, Deadline deadline)
      throws IOException, MalformedTensorException, ImageException {
    TensorExpectation frames = new TensorExpectation(network.inputs(), limit.maxBatch());
    InferInput input =
        new InferInput.Frames(requests.tensors(request, inside, 0, frames).activation());
    inside.arrived();
    InferService.Answer answer = service.infer(inside.memory(), input, query.wish(), deadline);
    return answer(inside, query, answer, Collections.emptySortedMap(), index -> frame());
  }

  private InferResponse answer(
      Inside inside, InferQuery query, InferService.Answer answer, Pictures pictures) {
    return answer(
        inside, query, answer, pictures.refusals(), index -> mapping(pictures.usable().get(index)));
  }

  /**
   * The answers of what was usable, and the refusals of the rest by their index.
   *
   * @param mappings from the input of each usable one to what was uploaded
   */
  private InferResponse answer(
      Inside inside,
      InferQuery query,
      InferService.Answer answer,
      SortedMap<Integer, String> refused,
      IntFunction<@Nullable ImageMapping> mappings) {
    inside.answered(answer.measured().queueMs());
    List<InferResponse.Result> results = new ArrayList<>();
    int count = answer.values().size();
    int next = 0;
    for (int i = 0; next < count || refused.containsKey(i); i++) {
      String refusal = refused.get(i);
      if (refusal == null) {
        Results.Answered image =
            new Results.Answered(answer.values().get(next), mappings.apply(next), next, count);
        results.add(shown.of(image, query));
        next++;
      } else {
        results.add(InferResponse.Result.refused(refusal));
      }
    }
    return new InferResponse(
        network.name(),
        network.fingerprint(),
        results.size(),
        results,
        InferResponse.DecisionView.of(answer.decision(), query.wish().accuracy()),
        Parts.of(answer.measured()),
        answer.degraded());
  }

  /** A frame is the input; null where that is no picture. */
  private @Nullable ImageMapping frame() {
    List<Integer> shape = network.input().shape();
    return network.takesPictures() ? ImageMapping.identity(shape.get(2), shape.get(1)) : null;
  }

  /** Null where a module of the package decides what becomes of a picture. */
  private @Nullable ImageMapping mapping(EncodedImage picture) {
    return transform == null ? null : ImageMapping.of(picture, transform);
  }
}
