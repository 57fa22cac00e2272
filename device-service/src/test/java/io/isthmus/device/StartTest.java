package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.service.settings.ServiceStart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** A device as its operator starts it, up to where its settings have been looked at. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

  private static final String DEFAULT_PACKAGE = "io.isthmus.default-package";

  private final Map<String, Object> variables = new HashMap<>();

  /** Ends the start where the settings are good: nothing is to be loaded here. */
  private static final class Stop
      implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private String modelPackage = "";

    @Override
    public int getOrder() {
      return LOWEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
      modelPackage = event.getEnvironment().getRequiredProperty("isthmus.model.package");
      throw new SpringApplication.AbandonedRunException();
    }
  }

  /** Without the properties that this build itself sets. */
  private SpringApplication device(Stop stop) {
    SpringApplication device = ServiceStart.of(DeviceApplication.class);
    device.addListeners(stop);
    device.setEnvironment(
        new StandardEnvironment() {
          @Override
          protected void customizePropertySources(MutablePropertySources sources) {
            sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", variables));
          }
        });
    return device;
  }

  private String servedPackage(String... arguments) {
    System.setProperty(DEFAULT_PACKAGE, "default.zip");
    Stop stop = new Stop();
    try {
      device(stop).run(arguments);
      throw new AssertionError("it has started");
    } catch (SpringApplication.AbandonedRunException good) {
      return stop.modelPackage;
    } finally {
      System.clearProperty(DEFAULT_PACKAGE);
    }
  }

  @Test
  void theDefaultPackageIsServedWhereNobodyNamesOne() {
    assertThat(servedPackage()).isEqualTo("default.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ISTHMUS_MODEL_PACKAGE",
        "isthmus_model_package",
        "isthmus.model.package",
        "Isthmus_Model_Package"
      })
  void aPackageThatTheEnvironmentNamesIsServed(String variable) {
    variables.put(variable, "named.zip");
    assertThat(servedPackage()).isEqualTo("named.zip");
    assertThat(servedPackage("--isthmus.model.package=argument.zip")).isEqualTo("argument.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"isthmus\":{\"model\":{\"package\":\"named.zip\"}}}",
        "{\"isthmus.model.package\":\"named.zip\"}"
      })
  void soIsOneInJson(String json) {
    variables.put("SPRING_APPLICATION_JSON", json);
    assertThat(servedPackage()).isEqualTo("named.zip");
  }

  @Test
  void soIsOneInAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("own.yml"), "isthmus.model.package: named.zip\n");
    assertThat(servedPackage("--spring.config.additional-location=" + file)).isEqualTo("named.zip");
    Path properties =
        Files.writeString(folder.resolve("own.properties"), "ISTHMUS.MODEL.PACKAGE=named.zip\n");
    variables.put("SPRING_CONFIG_ADDITIONAL_LOCATION", properties.toString());
    assertThat(servedPackage()).isEqualTo("named.zip");
  }

  @Test
  void aTypoInAFileIsOneLineThatNamesTheFileAndItsLine(@TempDir Path folder, CapturedOutput output)
      throws Exception {
    Path file = Files.writeString(folder.resolve("own.yml"), "isthmus:\n  edge:\n    ulr: x\n");
    assertThatThrownBy(() -> servedPackage("--spring.config.additional-location=" + file))
        .hasMessageContaining("isthmus.edge.ulr, set in")
        .hasMessageContaining("own.yml")
        .hasMessageContaining("3:10")
        .hasMessageContaining("did you mean isthmus.edge.url?");
    isOneLine(output);
  }

  private static void isOneLine(CapturedOutput output) {
    List<String> lines = output.getAll().lines().filter(line -> !line.isBlank()).toList();
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("ERROR", "The service does not start: ")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isthmus.modl.package=x | isthmus.modl.package, set on the command line, is no property",
        "isthmus.edge.url=htps://edge:1 | isthmus.edge.url must be like http://edge.local:8081 and begin with http:// or https://.",
        "isthmus.edge.url=ftp://edge/ | and begin with http:// or https://",
        "isthmus.edge.url=edge:8081 | and begin with http:// or https://",
        "isthmus.edge.url=//edge | and begin with http:// or https://",
        "isthmus.edge.url=http:///tail | and name a host",
        "isthmus.edge.url=http://under_score:8081 | and name a host, of letters, digits, dots and dashes",
        "isthmus.edge.url=http://me:secret@edge:8081 | and hold no user and password",
        "isthmus.edge.url=http://edge:70000 | and have a port from 1 to 65535",
        "isthmus.edge.url=http://edge:0 | and have a port from 1 to 65535",
        "isthmus.edge.url=http://edge?x=1 | and end before any ? and any #",
        "isthmus.edge.url=http://edge#x | and end before any ? and any #",
        "isthmus.edge.url=http://me:secret@ed ge | and name a host",
        "isthmus.edge.probe-interval=0 | isthmus.edge.probe-interval must be a time above 0",
        "isthmus.edge.probe-interval=-1s | isthmus.edge.probe-interval must be a time above 0",
        "isthmus.edge.probe-interval=9999999h | isthmus.edge.probe-interval must be a time above 0 and up to 24h",
        "isthmus.edge.probe-interval= | isthmus.edge.probe-interval, set on the command line, is empty",
        "isthmus.edge.connect-timeout=0 | isthmus.edge.connect-timeout must be",
        "isthmus.edge.timeout-max=-1 | isthmus.edge.timeout-max must be",
        "isthmus.edge.timeout-floor=-1 | isthmus.edge.timeout-floor must be",
        "isthmus.edge.stale-after=-1 | isthmus.edge.stale-after must be",
        "isthmus.edge.patience-slack=-1 | isthmus.edge.patience-slack must be",
        "isthmus.edge.timeout-factor=NaN | isthmus.edge.timeout-factor must be a number of 1 or more, not NaN",
        "isthmus.edge.patience-factor=Infinity | isthmus.edge.patience-factor must be",
        "isthmus.edge.timeout-factor=0.5 | isthmus.edge.timeout-factor must be",
        "isthmus.edge.failures-to-open=0 | isthmus.edge.failures-to-open must be",
        "isthmus.privacy.raw-input-may-leave=maybe | and must be true or false",
        "isthmus.privacy.raw-input-may-leave= | is empty and must be true or false",
        "isthmus.security.infer=key | must be one of open, api-key, certificate",
        "server.port=abc | server.port, set on the command line, is 'abc' and must be a whole number.",
        "management.server.port=abc | management.server.port, set on the command line, is 'abc'",
        "isthmus.security.plain-network=x | isthmus.security.plain-network, set on the command line, is 'x' and must be true or false."
      })
  void whatCannotBeIsOneLineThatNamesThePropertyAndWhatIsAllowed(
      String argument, String sentence, CapturedOutput output) {
    assertThatThrownBy(() -> servedPackage("--" + argument)).isInstanceOf(RuntimeException.class);
    isOneLine(output);
    assertThat(output).contains(sentence).doesNotContain("secret");
  }

  @Test
  void aLockBeforeNothingIsRefused(CapturedOutput output) {
    assertThatThrownBy(
            () ->
                servedPackage(
                    "--isthmus.security.infer=api-key", "--isthmus.security.protected-paths="))
        .isInstanceOf(RuntimeException.class);
    isOneLine(output);
    assertThat(output).contains("isthmus.security.protected-paths must name a path");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://edge.local:8081",
        "HTTPS://edge",
        "http://10.0.0.1:8081/",
        "http://[::1]:8081/behind/a/proxy",
        ""
      })
  void aUrlOfAnEdgeIsTaken(String url) {
    assertThat(servedPackage("--isthmus.edge.url=" + url)).isEqualTo("default.zip");
  }
}
