package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.Photos;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import io.isthmus.hostile.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;

/** A device of profile tls that asks for API keys, and works alone. */
@SpringBootTest(classes = DeviceApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
    locations = "classpath:isthmus-test.properties",
    properties = {
      "isthmus.edge.url=",
      "isthmus.security.infer=api-key",
      "isthmus.security.api-keys=a-key-of-the-configuration",
      "isthmus.security.api-key-file=target/device-ca/keys",
      "isthmus.tls.certificate=target/device-ca/device.crt",
      "isthmus.tls.private-key=target/device-ca/device.key",
      "isthmus.tls.trust=target/device-ca/ca.crt",
      "management.server.port=0"
    })
@ActiveProfiles("tls")
class DeviceAccessTest {

  private static final TestCa CA = TestCa.in(Path.of("target/device-ca"));
  private static final Path KEYS = CA.file("keys");

  @LocalServerPort private int port;
  @LocalManagementPort private int actuator;

  @BeforeEach
  void writeKeys() throws IOException {
    Files.writeString(KEYS, "# of the cameras\nfirst-key\n\n  second-key  \n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-key", "second-key", "a-key-of-the-configuration"})
  void everyKeyOpens_inBothHeaders(String key) throws Exception {
    assertThat(send(upload("/infer").with("X-API-Key", key)).status()).isEqualTo(200);
    assertThat(send(upload("/infer").with("Authorization", "bearer " + key)).status())
        .isEqualTo(200);
  }

  @Test
  void withoutAKeyTheAnswerSaysWhatIsNeeded() throws Exception {
    Reply reply = send(upload("/infer"));
    reply.isProblem(401);
    assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"isthmus\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"wrong", "first-ke", "first-key2", "FIRST-KEY", "# of the cameras", "", "*"})
  void aWrongKeyDoesNotOpen(String key) throws Exception {
    Reply reply = send(upload("/infer").with("X-API-Key", key));
    reply.isProblem(401);
    assertThat(reply.header("www-authenticate")).contains("invalid_token");
    send(upload("/infer").with("Authorization", "Bearer " + key)).isProblem(401);
    send(upload("/infer").with("Authorization", "Basic " + key)).isProblem(401);
  }

  @Test
  void aKeyThatIsTakenOutIsOutAtOnce_andANewOneIsIn() throws Exception {
    Files.writeString(KEYS, "third-key\n");
    send(upload("/infer").with("X-API-Key", "first-key")).isProblem(401);
    assertThat(send(upload("/infer").with("X-API-Key", "third-key")).status()).isEqualTo(200);
    Files.delete(KEYS);
    send(upload("/infer").with("X-API-Key", "third-key")).isProblem(401);
  }

  @Test
  void nothingIsReadOfABodyThatMayNotCome() throws Exception {
    Request announced = upload("/infer").announcing("5000000").sending(new byte[0]);
    send(announced).isProblem(401); // it would wait for the body otherwise
  }

  /** However the path is written: what does not lead to the handler may be a 404 or a 400. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/infer?split=local",
        "/infer;a=b",
        "/%69nfer",
        "//infer",
        "/./infer",
        "/model/../infer",
        "/infer/",
        "/INFER",
        "/infer%2f",
        "/infer%00"
      })
  void noWayOfWritingThePathLeadsPastTheKey(String path) throws Exception {
    assertThat(send(upload(path)).status()).isIn(400, 401, 404, 405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST /infer/", "PUT /infer", "PUT /infer/", "POST /infer?top=1"})
  void everyFormOfTheRouteAsksForTheKey(String form) throws Exception {
    Request image = Request.post("/infer", "", Photos.sample("coffee")).at(form + " HTTP/1.1");
    send(image).isProblem(401);
    assertThat(send(image.with("X-API-Key", "first-key")).status()).isEqualTo(200);
  }

  @Test
  void theActuatorsPortReadsQueriesAndHostsAsTheServiceDoes() throws Exception {
    Request metric = Request.get("/actuator/metrics/jvm.threads.live?tag=%zz");
    assertThat(RawHttp.send(actuator, metric).orElseThrow().status()).isEqualTo(400);
    Request named = Request.get("/actuator/health").with("Host", "device_1:9080");
    assertThat(RawHttp.send(actuator, named).orElseThrow().status()).isEqualTo(200);
  }

  @Test
  void whatIsNotProtectedIsOpen() throws Exception {
    for (String path : new String[] {"/model", "/conditions", "/"}) {
      assertThat(send(Request.get(path)).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void theActuatorIsOnAPortOfItsOwn() throws Exception {
    send(Request.get("/actuator/splits")).isProblem(404);
    Reply links = RawHttp.send(actuator, Request.get("/actuator")).orElseThrow();
    assertThat(links.json().path("_links").propertyNames())
        .allMatch(name -> name.matches("self|health.*|info|metrics.*|prometheus|splits"))
        .contains("health", "info", "metrics", "prometheus", "splits");
    Reply splits = RawHttp.send(actuator, Request.get("/actuator/splits")).orElseThrow();
    assertThat(splits.json().at("/conditions/edge").asString()).isEqualTo("NONE");
  }

  private Reply send(Request request) throws IOException {
    return TestCa.send(CA.anonymous(), port, request).orElseThrow();
  }

  private static Request upload(String target) {
    return Request.post(target, Multipart.TYPE, Multipart.images(List.of(Photos.sample("coffee"))));
  }
}
