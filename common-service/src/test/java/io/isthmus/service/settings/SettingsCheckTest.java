package io.isthmus.service.settings;

import static io.isthmus.service.settings.Sources.KNOWN;
import static io.isthmus.service.settings.Sources.arguments;
import static io.isthmus.service.settings.Sources.check;
import static io.isthmus.service.settings.Sources.environment;
import static io.isthmus.service.settings.Sources.refused;
import static io.isthmus.service.settings.Sources.variables;
import static io.isthmus.service.settings.Sources.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;

/** With the properties that both services read. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsCheckTest {

  @ParameterizedTest
  @CsvSource({
    "--isthmus.modl.package=x, isthmus.modl.package, isthmus.model.package",
    "--isthmus.model.pakcage=x, isthmus.model.pakcage, isthmus.model.package",
    "--isthmus.max-batch=1, isthmus.max-batch, isthmus.limits.max-batch",
    "--istmus.model.package=x, istmus.model.package, isthmus.model.package",
    "--model.package=x, model.package, isthmus.model.package",
    "--isthmus.limits.maxBacth=1, isthmus.limits.maxBacth, isthmus.limits.max-batch",
    "--isthmus.tls.client-atuh=need, isthmus.tls.client-atuh, isthmus.tls.client-auth",
    "--ISTHMUS_MODEL_PACKAGE=x, ISTHMUS_MODEL_PACKAGE, isthmus.model.package",
    "--isthmus.model.package[0]=x, isthmus.model.package[0], isthmus.model.package"
  })
  void aTypoOnTheCommandLineEndsTheStart_andTheNearestNameIsTold(
      String argument, String given, String nearest) {
    refused(arguments(argument))
        .hasMessage(
            "%s, set on the command line, is no property of this service: did you mean %s?"
                .formatted(given, nearest));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--isthmus.nonsense=1",
        "--isthmus.edge=http://127.0.0.1",
        "--isthmus=1",
        "--isthmus.model=x",
        "--isthmus.limits.max-batch.more=1"
      })
  void nothingIsSuggestedThatIsNotNear(String argument) {
    refused(arguments(argument))
        .hasMessageStartingWith(argument.substring(2, argument.indexOf('=')) + ", set on")
        .hasMessageEndingWith("is no property of this service.");
  }

  @Test
  void aVariableIsToldAsItIsWritten() {
    refused(variables(Map.of("ISTHMUS_MODL_PACKAGE", "x")))
        .hasMessage(
            "ISTHMUS_MODL_PACKAGE, set in the environment, is no property of this service: did you"
                + " mean ISTHMUS_MODEL_PACKAGE (isthmus.model.package)?");
    refused(variables(Map.of("ISTHMUS_JAVA_OPT", "x")))
        .hasMessageEndingWith("did you mean ISTHMUS_JAVA_OPTS?");
    refused(variables(Map.of("ISTMUS_MODEL_PACKAGE", "x")))
        .hasMessageContaining("did you mean ISTHMUS_MODEL_PACKAGE");
    refused(variables(Map.of("ISTHMUS_MODEL_PACKAGES_0", "x"))).hasMessageContaining("PACKAGES_0");
  }

  @Test
  void aPropertyOfAFileIsToldWithItsLine() throws Exception {
    refused(yaml("isthmus:\n  limits:\n    max-batch: 2\n    max-bach: 3\n"))
        .hasMessageContaining("isthmus.limits.max-bach, set in ")
        .hasMessageContaining("4:15")
        .hasMessageEndingWith("did you mean isthmus.limits.max-batch?");
  }

  @Test
  void everyUnknownNameIsToldAtOnce() {
    refused(arguments("--isthmus.one=1", "--isthmus.two=2"))
        .hasMessageContaining("isthmus.one, ")
        .hasMessageContaining("isthmus.two, ");
  }

  @Test
  void aNameThatForgesALineIsToldOnOne() {
    refused(arguments("--isthmus.x\n2026 ERROR forged=1")).message().doesNotContain("\n");
  }

  static Stream<String> known() {
    return KNOWN.all().stream().map(Setting::name);
  }

  private static Setting setting(String name) {
    return KNOWN.all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  /** What the check takes for a property has to be one for Spring as well. */
  @ParameterizedTest
  @MethodSource("known")
  void everyFormThatSpringBindsIsKnown_andNoOther(String name) {
    Setting setting = setting(name);
    String index = setting.isList() ? "[0]" : "";
    for (String form :
        List.of(
            name, name.replace("-", ""), name.replace('-', '_'), name.toUpperCase(Locale.ROOT))) {
      ConfigurableEnvironment set = environment(arguments("--" + form + index + "=1"));
      assertThat(new UnknownNames(KNOWN).complaints(GivenNames.in(set).toList())).isEmpty();
      assertThat(Binder.get(set).bind(name + index, String.class).isBound()).as(form).isTrue();
    }
    for (String variable : setting.variables()) {
      for (String form : List.of(variable, variable.toLowerCase(Locale.ROOT))) {
        String whole = form + (setting.isList() ? "_0" : "");
        ConfigurableEnvironment set = environment(variables(Map.of(whole, "1")));
        assertThat(new UnknownNames(KNOWN).complaints(GivenNames.in(set).toList())).isEmpty();
        assertThat(Binder.get(set).bind(name + index, String.class).isBound()).as(form).isTrue();
      }
    }
  }

  @Test
  void whatBelongsToOthersIsLeftAlone() throws Exception {
    assertThatCode(
            () -> {
              check(arguments("--server.port=0", "--debug", "--logging.level.root=info"));
              check(variables(Map.of("PATH", "/bin", "MODEL_PACKAGE", "x", "SERVER_PROT", "1")));
              check(yaml("isthmus:\n  edge:\n  limits:\nmy:\n  own: 1\n"));
              check(yaml("model.package: m.zip\nisthmus.model.package: ${model.package}\n"));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void theVariablesThatKubernetesSetsForOurServicesAreNoProperties() {
    check(
        variables(
            Map.of(
                "ISTHMUS_EDGE_SERVICE_HOST", "10.0.0.1",
                "ISTHMUS_EDGE_SERVICE_PORT", "8081",
                "ISTHMUS_EDGE_SERVICE_PORT_TAIL", "8081",
                "ISTHMUS_EDGE_PORT", "tcp://10.0.0.1:8081",
                "ISTHMUS_EDGE_PORT_8081_TCP", "tcp://10.0.0.1:8081",
                "ISTHMUS_EDGE_PORT_8081_TCP_ADDR", "10.0.0.1")));
    refused(variables(Map.of("ISTHMUS_EDGE_PORT", "8081"))).hasMessageContaining("EDGE_PORT");
  }

  @Test
  void aPropertyOfTheDeviceInWhatBothShareIsWarnedOf_andRefusedAsAnArgument(CapturedOutput output) {
    check(variables(Map.of("ISTHMUS_SECURITY_INFER", "api-key")));
    assertThat(output)
        .contains("ISTHMUS_SECURITY_INFER, set in the environment, is read by the device only");
    refused(arguments("--isthmus.security.infer=api-key"))
        .hasMessageContaining("is a property of the other service, and this one does not read it");
  }
}
