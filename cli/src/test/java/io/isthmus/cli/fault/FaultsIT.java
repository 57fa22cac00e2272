package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.cli.link.Relay;
import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Payload;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Processor;
import io.isthmus.cli.service.ServiceProcess;
import io.isthmus.cli.service.Services;
import io.isthmus.units.DataRate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A slow device, an edge and the link between them as real processes, and everything that can
 * befall them. What is promised of time is given with much room: the machine may be busy.
 */
@Tag("lab") // a minute of waiting; PairIT has the edge that dies
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final DataRate FAST = DataRate.parse("128MB/s");
  private static final DataRate SLOW = DataRate.parse("100kB/s");
  private static final DataRate NOTHING = DataRate.parse("1B/s");
  private static final Duration BOUND = Duration.ofSeconds(8);

  /** As many images as a profile says that a service has room for. */
  private static final int ROOM = 12;

  /** A profile of a second or two is good enough for faults. */
  private static final List<String> QUICK = profileOf("1," + ROOM);

  /** Good enough for a service that computes nothing. */
  private static final List<String> QUICKEST = profileOf("1");

  private static final Payload PHOTOGRAPH = Uploads.photographs(CHECKOUT, 1);

  /** Of these the edge is worth its while also where rough profiles make it look slow. */
  private static final Payload FOUR = Uploads.photographs(CHECKOUT, 4);

  @RegisterExtension final Answers answers = new Answers("pair");

  private static Services services;
  private static ServiceProcess edge;
  private static Relay link;
  private static Device device;

  @BeforeAll
  static void startTheServices() throws Exception {
    services = services(CHECKOUT.defaultPackage(), "faults");
    edge = services.startEdge(1, Services.freePort(), QUICK);
    link = services.startLink(edge, FAST);
    device = device("device", "http://127.0.0.1:" + link.port());
    device.await("READY");
  }

  private static List<String> profileOf(String batches) {
    return List.of(
        "--isthmus.model.profile-batches=" + batches, "--isthmus.model.profile-time=20ms");
  }

  private static Services services(Path model, String folder) throws Exception {
    return new Services(CHECKOUT, model, CHECKOUT.workFolder(folder), Placement.SHARED);
  }

  private static Device device(String name, String edgeUrl) throws Exception {
    List<String> properties = new ArrayList<>(QUICK);
    properties.add("--isthmus.edge.url=" + edgeUrl);
    properties.add("--isthmus.edge.probe-interval=300ms");
    return new Device(services.startDevice(name, 1, Processor.BASIC, properties));
  }

  @AfterAll
  static void stopTheServices() {
    link.close();
    services.close();
  }

  private static void theLinkIsBack() throws Exception {
    InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), edge.port());
    link = new Relay(link.port(), target, FAST);
    device.await("READY");
    assertThat(device.infer(PHOTOGRAPH, "block5").degraded()).isFalse();
  }

  @Test
  @Order(1)
  void anEdgeThatCannotBeReachedCostsABoundedTime() throws Exception {
    List<String> local = device.infer(PHOTOGRAPH, "local").logits();
    link.close();
    answersAlone(local);
    answers.fault(
        "the edge refuses connections",
        "200 from the device alone, degraded, the bits of a local answer, within 8 s");
    try (BlackHole hole = new BlackHole(link.port())) {
      answersAlone(local);
    }
    theLinkIsBack();
    answers.fault(
        "the edge is black-holed: every SYN is dropped",
        "200 from the device alone, degraded, the bits of a local answer, within 8 s; the edge is"
            + " used again when it is back");
  }

  private static void answersAlone(List<String> local) throws Exception {
    for (String split : List.of("block5", "offload", "auto")) {
      Device.Answer answer = device.infer(PHOTOGRAPH, split);
      assertThat(answer.degraded()).as(split).isTrue();
      assertThat(answer.logits()).isEqualTo(local);
      assertThat(answer.took()).isLessThan(BOUND);
    }
  }

  @Test
  @Order(1)
  void anEdgeWhoseNameDoesNotResolveIsDoneWithout() throws Exception {
    Device lost = device("lost", "http://edge.invalid:8081");
    try {
      Device.Answer answer = lost.infer(PHOTOGRAPH, "auto");
      assertThat(answer.reason()).isEqualTo("edge-unavailable");
      assertThat(lost.infer(PHOTOGRAPH, "block5").degraded()).isTrue();
      assertThat(answer.took()).isLessThan(BOUND);
    } finally {
      lost.process().close();
    }
    answers.fault(
        "the edge's name does not resolve", "200 from the device alone, degraded, within 8 s");
  }

  @Test
  @Order(2)
  void aLinkThatFallsToNothingCostsOneRequestABoundedTime() throws Exception {
    List<String> local = device.infer(PHOTOGRAPH, "local").logits();
    for (DataRate rate : List.of(SLOW, NOTHING)) {
      link.setRate(rate);
      for (int i = 0; i < 8; i++) {
        Device.Answer answer = device.infer(PHOTOGRAPH, "auto");
        assertThat(answer.logits()).isEqualTo(local);
        assertThat(answer.took()).isLessThan(BOUND);
        if (rate.equals(NOTHING) && i > 4) { // on a slow one the edge may still be worth its price
          assertThat(answer.mode()).as("request %d", i).isEqualTo("local");
        }
      }
    }
    link.setRate(FAST);
    device.await("READY");
    awaitMode(false);
    answers.fault(
        "the link falls from 128 MB/s to 0.1, to nothing, and back",
        "200 with the bits of a local answer, each within 8 s; after at most five requests"
            + " into nothing the device no longer tries; the edge is used again when the link is"
            + " back");
  }

  @Test
  @Order(3)
  void anEdgeThatSlowsTenfoldIsLeftAndUsedAgain() throws Exception {
    awaitMode(false);
    List<String> modes = new ArrayList<>();
    try (SlowedProcess slowed = new SlowedProcess(edge.pid())) {
      awaitMode(true);
      for (int i = 0; i < 30; i++) {
        Device.Answer answer = device.infer(PHOTOGRAPH, "auto");
        assertThat(answer.took()).isLessThan(BOUND);
        modes.add(answer.mode());
      }
    }
    assertThat(switches(modes)).as("%s", modes).isLessThanOrEqualTo(10);
    awaitMode(false);
    answers.fault(
        "the edge slows by 10x (stopped nine tenths of the time), then recovers",
        "cuts move to the device and back; at most 10 switches in 30 requests, each within 8 s");
  }

  private static int switches(List<String> modes) {
    int switches = 0;
    for (int i = 1; i < modes.size(); i++) {
      switches += modes.get(i).equals(modes.get(i - 1)) ? 0 : 1;
    }
    return switches;
  }

  /** Infers until the device works alone, or does not. */
  private static void awaitMode(boolean local) throws Exception {
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < 150; i++) {
      String mode = device.infer(FOUR, "auto").mode();
      seen.add(mode);
      if (mode.equals("local") == local) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("only " + seen + "; " + device.get("/conditions").body());
  }

  @Test
  @Order(4)
  void moreThanTheDeviceCanTakeIsRefusedAtOnce_andTheRestIsServed() throws Exception {
    List<Device.Reply> replies = device.atOnce(FOUR, "local", 60);
    List<Device.Reply> refused = replies.stream().filter(r -> r.status() == 503).toList();
    List<Device.Reply> served = replies.stream().filter(r -> r.status() == 200).toList();
    assertThat(served.size() + refused.size()).isEqualTo(60);
    assertThat(served).isNotEmpty();
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(
            reply -> {
              assertThat(Integer.parseInt(reply.retryAfter())).isPositive();
              assertThat(reply.body()).contains("\"status\":503");
            });
    assertThat(device.infer(PHOTOGRAPH, "auto").logits()).hasSize(1);
    answers.fault(
        "60 requests of 4 images at once",
        "503 with Retry-After for the excess; 200 for the others, and for the next");
  }

  @Test
  @Order(5)
  void clientsThatGoAwayLeaveRoomForOthers() throws Exception {
    for (int i = 0; i < 60; i++) { // more than may be inside
      device.postAndReset(PHOTOGRAPH);
    }
    device.awaitIdle();
    assertThat(device.infer(PHOTOGRAPH, "local").logits()).hasSize(1);
    answers.fault(
        "60 clients that reset their connections once they have sent their requests",
        "nothing is left inside; the next request is served");
  }

  @Test
  @Order(6)
  void anEdgeWithAnotherPackageIsNotUsedUntilTheyAgree() throws Exception {
    int port = edge.port();
    edge.close();
    Path other = Packages.withAnotherDescription(CHECKOUT);
    try (Services others = services(other, "faults-other")) {
      ServiceProcess wrong = others.startEdge(1, port, QUICKEST);
      for (int i = 0; i < 3; i++) { // connections to the old edge may have to break first
        assertThat(device.infer(PHOTOGRAPH, "block5").degraded()).isTrue();
      }
      // where the old edge's end has opened the breaker, that is what the device tells first
      assertThat(device.infer(PHOTOGRAPH, "auto").reason())
          .isIn("edge-model-differs", "edge-unavailable");
      assertThat(Uploads.status(CHECKOUT, wrong.uri(), fingerprint())).isEqualTo(409);
    }
    edge = services.startEdge(1, port, QUICK);
    device.await("READY");
    assertThat(device.infer(PHOTOGRAPH, "block5").degraded()).isFalse();
    answers.fault(
        "device and edge are of other versions: their packages differ",
        "409 from the edge; 200 from the device alone until they agree, then the edge is used");
  }

  @Test
  @Order(7)
  void aTerminatedEdgeFinishesWhatItHas_andTheUserNoticesNothing() throws Exception {
    // the device computes without AVX, so its bits are not the edge's
    List<String> alone = device.infer(PHOTOGRAPH, "local").logits();
    List<String> together = device.infer(PHOTOGRAPH, "block5").logits();
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(3);
    try {
      List<Future<Integer>> load = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        load.add(clients.submit(() -> inferUntil(done, together, alone)));
      }
      Thread.sleep(500);
      Future<Integer> inFlight = Uploads.offload(CHECKOUT, edge.uri(), ROOM, fingerprint());
      Thread.sleep(100);
      edge.close(); // SIGTERM
      assertThat(inFlight.get()).isEqualTo(200);
      Thread.sleep(500);
      done.set(true);
      for (Future<Integer> client : load) {
        assertThat(client.get()).isPositive();
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(device.infer(PHOTOGRAPH, "block5").degraded()).isTrue();
    edge = services.startEdge(1, edge.port(), QUICK);
    device.await("READY");
    answers.fault(
        "SIGTERM for the edge under load",
        "what it has begun it finishes with 200; every request to the device gets 200 and the same"
            + " bits");
  }

  private static String fingerprint() throws Exception {
    return device.get("/model").json().path("fingerprint").asString();
  }

  private static Integer inferUntil(AtomicBoolean done, List<String> together, List<String> alone)
      throws Exception {
    int answered = 0;
    while (!done.get()) {
      var answer = device.infer(PHOTOGRAPH, "block5");
      assertThat(answer.logits()).isEqualTo(answer.degraded() ? alone : together);
      answered++;
    }
    return answered;
  }

  @Test
  @Order(8)
  void aTerminatedDeviceFinishesWhatItHas_andRefusesWhatIsNew() throws Exception {
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      Future<Device.Answer> inFlight =
          client.submit(() -> device.infer(Uploads.photographs(CHECKOUT, ROOM), "local"));
      device.awaitBusy();
      ProcessHandle.of(device.process().pid()).orElseThrow().destroy(); // SIGTERM
      device.awaitRefusal();
      assertThat(inFlight.get().logits()).hasSize(ROOM);
    } finally {
      client.shutdownNow();
    }
    device.process().close();
    answers.fault(
        "SIGTERM for the device while it computes 12 images",
        "200 for what it has begun; connections that are new are refused");
  }

  @Test
  @Order(9)
  void aProfileOfAnotherMachineIsMeasuredAnew() throws Exception {
    Path folder = CHECKOUT.workFolder("faults-foreign");
    Path foreign = Packages.foreignProfile(CHECKOUT.workFolder("faults"), folder);
    String before = Files.readString(foreign);
    try (Services others = services(CHECKOUT.defaultPackage(), "faults-foreign")) {
      ServiceProcess started = others.startEdge(1, Services.freePort(), QUICKEST);
      assertThat(started.log()).contains("was measured on", "a new one is measured");
    }
    assertThat(Files.readString(foreign)).isEqualTo(before);
    answers.fault(
        "the edge is started with the profile of another machine",
        "it says so, measures its own and leaves the file as it is");
  }
}
