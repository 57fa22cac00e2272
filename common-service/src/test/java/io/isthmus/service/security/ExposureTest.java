package io.isthmus.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.answers.Answers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class ExposureTest {

  @RegisterExtension final Answers answers = new Answers("library");

  private static final String PLAIN = "isthmus.security.plain-network=true";

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "::1", "localhost"})
  void onLoopbackAServiceMayBePlain_andItsActuatorStaysWhereItIs(String address) {
    assertThat(looked("server.address=" + address).getProperty("management.server.port")).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "", "no-such-host.invalid"})
  void elsewhereItDoesNotStartWithoutTls(String address) {
    assertThatThrownBy(() -> looked("server.address=" + address))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("'" + address + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "127.1"})
  void loopbackHasManyForms(String address) {
    assertThatCode(() -> looked("server.address=" + address)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::ffff:0.0.0.0", "[::]", "0", "::ffff:192.0.2.1", "fe80::1", " "})
  void soHasEverythingElse(String address) {
    assertThatThrownBy(() -> looked("server.address=" + address))
        .isInstanceOf(RefusedStartException.class);
  }

  @Test
  void anActuatorOnAPortOfItsOwnIsOnLoopbackAsWell() {
    var environment = looked("server.address=127.0.0.1", "management.server.port=9999");
    assertThat(environment.getProperty("management.server.address")).isEqualTo("127.0.0.1");
    answers.fault("management.server.port=N without TLS", "Actuator listens on loopback only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "", "no-such-host.invalid"})
  void anActuatorIsNotPlainElsewhere_besideAServiceOnLoopbackOrOneWithTls(String address) {
    String[] actuator = {"management.server.port=9999", "management.server.address=" + address};
    assertThatThrownBy(() -> looked(actuator[0], actuator[1], "server.address=127.0.0.1"))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("management.server.address is '%s'".formatted(address));
    assertThatThrownBy(() -> looked(actuator[0], actuator[1], "server.ssl.bundle=other"))
        .isInstanceOf(RefusedStartException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        "isthmus.security.plain-actuator=true",
        "management.server.ssl.bundle=other"
      })
  void anActuatorIsElsewhereByNameOrWithTls(String reason) {
    var environment =
        looked(
            "server.ssl.bundle=other",
            "management.server.port=9999",
            "management.server.address=0.0.0.0",
            reason);
    assertThat(environment.getProperty("management.server.address")).isEqualTo("0.0.0.0");
  }

  @Test
  void aPlainActuatorDoesNotAllowAPlainService() {
    assertThatThrownBy(
            () -> looked("server.address=0.0.0.0", "isthmus.security.plain-actuator=true"))
        .isInstanceOf(RefusedStartException.class);
  }

  @Test
  void anAddressOfAnActuatorWithoutAPortOfItsOwnIsTold() {
    assertThatThrownBy(
            () -> looked("server.address=127.0.0.1", "management.server.address=127.0.0.1"))
        .isInstanceOf(RefusedStartException.class)
        .hasMessageContaining("Actuator is on the service's own port");
  }

  @Test
  void noAddressIsEveryAddress() {
    assertThatThrownBy(ExposureTest::looked).isInstanceOf(RefusedStartException.class);
  }

  @Test
  void tlsThatIsSwitchedOffIsNone() {
    assertThatThrownBy(
            () ->
                looked("server.address=0.0.0.0", "server.ssl.bundle=b", "server.ssl.enabled=false"))
        .isInstanceOf(RefusedStartException.class);
  }

  @Test
  void aPlainNetworkIsAllowedByNameOnly() {
    assertThatThrownBy(
            () -> looked("server.address=0.0.0.0", "isthmus.security.plain-network=false"))
        .isInstanceOf(RefusedStartException.class);
    assertThatCode(() -> looked("server.address=0.0.0.0", PLAIN)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, "server.ssl.bundle=other"})
  void whereANetworkReachesTheServiceTheActuatorHasALoopbackPortOfItsOwn(String reason) {
    var environment = looked("server.address=0.0.0.0", reason, "isthmus.actuator.port=9080");
    assertThat(environment.getProperty("management.server.port")).isEqualTo("9080");
    assertThat(environment.getProperty("management.server.address")).isEqualTo("127.0.0.1");
    assertThat(environment.getProperty("management.server.ssl.enabled")).isEqualTo("false");
  }

  @Test
  void theActuatorsPortAndAddressAreTheOperatorsToChoose() {
    var environment =
        looked(PLAIN, "management.server.port=7000", "management.server.address=0.0.0.0");
    assertThat(environment.getProperty("management.server.port")).isEqualTo("7000");
    assertThat(environment.getProperty("management.server.address")).isEqualTo("0.0.0.0");
  }

  @Test
  void theActuatorMayStayOnTheServicesPort() {
    var environment = looked(PLAIN, "server.port=7000", "management.server.port=7000");
    assertThat(environment.getProperty("management.server.address")).isNull();
    assertThat(environment.getProperty("management.server.ssl.enabled")).isNull();
  }

  @Test
  void tlsOfTheActuatorItselfIsNotSwitchedOff() {
    var environment = looked(PLAIN, "management.server.ssl.bundle=isthmus");
    assertThat(environment.getProperty("management.server.ssl.enabled")).isNull();
  }

  @Test
  void aFileOfProfileTlsThatIsMissingIsNamed() {
    String bundle = "spring.ssl.bundle.pem.isthmus.";
    assertThatThrownBy(() -> looked("server.ssl.bundle=isthmus", bundle + "keystore.certificate="))
        .hasMessage("TLS needs isthmus.tls.certificate, which is not set.");
    assertThatThrownBy(
            () ->
                looked(
                    "server.ssl.bundle=isthmus",
                    bundle + "keystore.certificate=-----BEGIN CERTIFICATE-----",
                    bundle + "keystore.private-key=/no/such.key"))
        .hasMessage("isthmus.tls.private-key names '/no/such.key', which cannot be read.");
  }

  @Test
  void theOperatorIsToldInOneLineAndWithoutAStackTrace(CapturedOutput output) {
    assertThatThrownBy(
            () ->
                new SpringApplicationBuilder(ExposureTest.class)
                    .web(WebApplicationType.NONE)
                    .run("--server.address=0.0.0.0"))
        .isInstanceOf(RefusedStartException.class);
    assertThat(output.getAll().strip())
        .hasLineCount(1)
        .contains("The service does not start: Without TLS", "server.address is '0.0.0.0'")
        .contains("--isthmus.security.plain-network=true", "--spring.profiles.active=tls");
  }

  private static MockEnvironment looked(String... properties) {
    MockEnvironment environment = new MockEnvironment();
    for (String property : List.of(properties)) {
      String[] pair = property.split("=", 2);
      environment.setProperty(pair[0], pair[1]);
    }
    new Exposure().postProcessEnvironment(environment, new SpringApplication());
    return environment;
  }
}
