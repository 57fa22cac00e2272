package io.isthmus.device.v2;

import io.isthmus.network.CutTensors;
import io.isthmus.network.Network;
import io.isthmus.network.TensorSpec;
import io.isthmus.service.http.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the protocol tells of the server and of its one model. */
@RestController
@RequestMapping(path = "/v2", produces = MediaType.APPLICATION_JSON_VALUE)
class V2Controller {

  /** The one version of the one model. */
  static final String VERSION = "1";

  /** The server; only what it really does is among the extensions. */
  record Server(String name, String version, List<String> extensions) {}

  /** Whether the process lives. */
  record Live(boolean live) {}

  /** Whether requests are taken. */
  record Ready(boolean ready) {}

  /** Whether requests for the model are taken. */
  record ModelReady(String name, boolean ready) {}

  /** A tensor; a size of -1 is any. */
  record TensorView(String name, String datatype, List<Integer> shape) {}

  /** The model. */
  record ModelMetadata(
      String name,
      List<String> versions,
      String platform,
      List<TensorView> inputs,
      List<TensorView> outputs) {}

  private final Network network;
  private final ApplicationAvailability availability;
  private final Server server;
  private final ModelMetadata metadata;

  V2Controller(Network network, ApplicationAvailability availability, V2Properties properties) {
    this.network = network;
    this.availability = availability;
    this.server =
        new Server(
            "isthmus", properties.version(), List.of("binary_tensor_data", "classification"));
    this.metadata =
        new ModelMetadata(
            network.name(),
            List.of(VERSION),
            "pytorch_torchscript",
            views(network.inputs(), datatype(network)),
            views(network.outputs(), "FP32"));
  }

  private static List<TensorView> views(CutTensors tensors, String datatype) {
    return tensors.tensors().stream()
        .map(tensor -> new TensorView(tensor.name(), datatype, shape(tensor.spec())))
        .toList();
  }

  /** The datatype of the input. */
  static String datatype(Network network) {
    return network.takesPictures() ? "UINT8" : "FP32";
  }

  /** The shape of a batch of any size. */
  static List<Integer> shape(TensorSpec spec) {
    List<Integer> shape = new ArrayList<>(spec.shape());
    shape.add(0, -1);
    return shape;
  }

  /** 404 for any model or version but the one that is served. */
  void requireServed(String model, @Nullable String version) {
    if (!model.equals(network.name()) || !(version == null || version.equals(VERSION))) {
      throw Problems.of(
          HttpStatus.NOT_FOUND,
          "The model served here is %s, version %s.".formatted(network.name(), VERSION));
    }
  }

  @GetMapping
  Server server() {
    return server;
  }

  @GetMapping("/health/live")
  Live live() {
    return new Live(true);
  }

  @GetMapping("/health/ready")
  ResponseEntity<Ready> ready() {
    return ResponseEntity.status(readiness()).body(new Ready(readiness() == HttpStatus.OK));
  }

  @GetMapping({"/models/{model}", "/models/{model}/versions/{version}"})
  ModelMetadata model(
      @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
    requireServed(model, version);
    return metadata;
  }

  @GetMapping({"/models/{model}/ready", "/models/{model}/versions/{version}/ready"})
  ResponseEntity<ModelReady> modelReady(
      @PathVariable String model, @PathVariable(required = false) @Nullable String version) {
    requireServed(model, version);
    return ResponseEntity.status(readiness())
        .body(new ModelReady(network.name(), readiness() == HttpStatus.OK));
  }

  private HttpStatus readiness() {
    return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
        ? HttpStatus.OK
        : HttpStatus.SERVICE_UNAVAILABLE;
  }
}
