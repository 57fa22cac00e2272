package io.isthmus.device.decide;

import io.isthmus.device.edge.EdgeLink;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /conditions}: the live estimates. */
@RestController
class ConditionsController {

  private final EdgeLink edge;
  private final Decider decider;

  ConditionsController(EdgeLink edge, Decider decider) {
    this.edge = edge;
    this.decider = decider;
  }

  @GetMapping("/conditions")
  ConditionsView conditions() {
    return ConditionsView.of(edge, decider.conditions());
  }
}
