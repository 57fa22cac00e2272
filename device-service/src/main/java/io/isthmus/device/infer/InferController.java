package io.isthmus.device.infer;

import io.isthmus.accuracy.Parts;
import io.isthmus.device.decide.Decider;
import io.isthmus.engine.Activation;
import io.isthmus.engine.RequestMemory;
import io.isthmus.image.EncodedImage;
import io.isthmus.image.ImageException;
import io.isthmus.model.ModelPackage;
import io.isthmus.model.Network;
import io.isthmus.service.Admission;
import io.isthmus.service.BatchLimit;
import io.isthmus.service.Computation;
import io.isthmus.service.RequestBodies;
import io.isthmus.service.Uploads;
import io.isthmus.tensor.MalformedTensorException;
import io.isthmus.tensor.Safetensors;
import io.isthmus.tensor.TensorExpectation;
import io.isthmus.wire.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /infer}: a batch of images, or of raw frames, to classes. */
@RestController
class InferController {

  private final Network network;
  private final BatchLimit limit;
  private final Admission admission;
  private final RequestBodies bodies;
  private final Uploads uploads;
  private final Computation computation;
  private final Decider decider;
  private final InferService service;
  private final Classes classes;

  InferController(
      Network network,
      ModelPackage model,
      BatchLimit limit,
      Admission admission,
      RequestBodies bodies,
      Uploads uploads,
      Computation computation,
      Decider decider,
      InferService service)
      throws IOException {
    this.network = network;
    this.limit = limit;
    this.admission = admission;
    this.bodies = bodies;
    this.uploads = uploads;
    this.computation = computation;
    this.decider = decider;
    this.service = service;
    this.classes = new Classes(model.labels());
  }

  @PostMapping(
      path = "/infer",
      consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  InferResponse fromImages(
      @RequestParam(defaultValue = "auto") String split,
      @RequestParam(defaultValue = "auto") String plan,
      @RequestParam(defaultValue = "5") String top,
      @RequestParam(defaultValue = "false") String logits,
      Deadline deadline,
      HttpServletRequest request)
      throws IOException, ImageException {
    InferQuery query = InferQuery.parse(split, plan, top, logits, network, decider::allows);
    bodies.requireAcceptableLength(request);
    try (Admission.Permit permit = admission.arrive(request);
        RequestMemory memory = computation.openMemory()) {
      List<EncodedImage> files = uploads.read(request, memory).images();
      permit.arrived();
      InferInput input = new InferInput.Images(files);
      return answer(permit, query, service.infer(memory, input, query.wish(), deadline));
    }
  }

  @PostMapping(
      path = "/infer",
      consumes = Safetensors.MEDIA_TYPE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  InferResponse fromFrames(
      @RequestParam(defaultValue = "auto") String split,
      @RequestParam(defaultValue = "auto") String plan,
      @RequestParam(defaultValue = "5") String top,
      @RequestParam(defaultValue = "false") String logits,
      Deadline deadline,
      HttpServletRequest request)
      throws IOException, MalformedTensorException, ImageException {
    InferQuery query = InferQuery.parse(split, plan, top, logits, network, decider::allows);
    bodies.requireAcceptableLength(request);
    try (Admission.Permit permit = admission.arrive(request);
        RequestMemory memory = computation.openMemory()) {
      Activation[] arrived = new Activation[1];
      bodies.read(
          request,
          new TensorExpectation("input", network.input(), limit.maxBatch()),
          batch -> {
            arrived[0] = computation.allocate(memory, 0, batch);
            return arrived[0].buffer();
          });
      permit.arrived();
      InferInput input = new InferInput.Frames(arrived[0]);
      return answer(permit, query, service.infer(memory, input, query.wish(), deadline));
    }
  }

  private InferResponse answer(
      Admission.Permit permit, InferQuery query, InferService.Answer answer) {
    permit.answered(answer.measured().queueMs());
    List<InferResponse.Result> results = new ArrayList<>();
    for (float[] logits : answer.logits()) {
      results.add(
          new InferResponse.Result(
              classes.top(logits, query.top()), query.logits() ? logits : null));
    }
    return new InferResponse(
        network.name(),
        network.fingerprint(),
        results.size(),
        results,
        InferResponse.DecisionView.of(answer.decision()),
        Parts.of(answer.measured()),
        answer.degraded());
  }
}
