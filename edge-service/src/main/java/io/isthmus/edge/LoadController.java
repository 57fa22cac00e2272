package io.isthmus.edge;

import io.isthmus.profile.TimingProfile;
import io.isthmus.service.admission.Admission;
import io.isthmus.service.http.body.RequestBodies;
import io.isthmus.service.profile.MachineProfile;
import io.isthmus.wire.LoadReport;
import io.isthmus.wire.ServerTimes;
import io.isthmus.wire.WireHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What devices ask between requests: how loaded the edge is, and how fast the link. */
@RestController
class LoadController {

  /**
   * The load of the edge.
   *
   * @param profileMeasured when its profile was last measured, by which a device knows that it has
   *     grown; null while there is none
   */
  record LoadView(
      double queueMs, double slowdown, int inside, int limit, @Nullable Instant profileMeasured) {}

  private final TailService tails;
  private final Admission admission;
  private final RequestBodies bodies;
  private final MachineProfile profile;

  LoadController(
      TailService tails, Admission admission, RequestBodies bodies, MachineProfile profile) {
    this.tails = tails;
    this.admission = admission;
    this.bodies = bodies;
    this.profile = profile;
  }

  @GetMapping("/load")
  LoadView load() {
    LoadReport report = tails.load();
    return new LoadView(
        report.queueMs(),
        report.slowdown(),
        admission.inside(),
        admission.limit(),
        profile.measured().map(TimingProfile::measured).orElse(null));
  }

  /** Takes a body of any kind, throws it away and tells how long it took to arrive. */
  @PostMapping("/probe")
  ResponseEntity<Void> probe(HttpServletRequest request) throws IOException {
    double receiveMs = bodies.drain(request);
    return ResponseEntity.noContent()
        .header(WireHeaders.SERVER_TIMING, new ServerTimes(receiveMs, 0, 0, 0).toServerTiming())
        .header(WireHeaders.LOAD, tails.load().toHeader())
        .build();
  }
}
