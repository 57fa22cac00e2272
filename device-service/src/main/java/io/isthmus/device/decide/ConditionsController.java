package io.isthmus.device.decide;

import io.isthmus.device.control.LiveController;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /conditions}: the live estimates. */
@RestController
class ConditionsController {

  private final LiveController controller;

  ConditionsController(LiveController controller) {
    this.controller = controller;
  }

  @GetMapping("/conditions")
  ConditionsView conditions() {
    return ConditionsView.of(controller.snapshot());
  }
}
