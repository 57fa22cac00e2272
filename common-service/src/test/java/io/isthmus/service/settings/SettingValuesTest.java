package io.isthmus.service.settings;

import static io.isthmus.service.settings.Sources.KNOWN;
import static io.isthmus.service.settings.Sources.arguments;
import static io.isthmus.service.settings.Sources.environment;
import static io.isthmus.service.settings.Sources.refused;
import static io.isthmus.service.settings.Sources.variables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.mock.env.MockEnvironment;

/** What a property may be, of those that both services read. */
class SettingValuesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "isthmus.limits.max-batch=0 | isthmus.limits.max-batch must be a whole number from 1 to",
        "isthmus.limits.max-batch=-1 | must be a whole number from 1 to 4096, not -1.",
        "isthmus.limits.max-batch=ten | isthmus.limits.max-batch, set on the command line, is 'ten' and must be a whole number.",
        "isthmus.limits.max-batch=99999999999 | isthmus.limits.max-batch",
        "isthmus.limits.max-batch= | isthmus.limits.max-batch, set on the command line, is empty and must be a whole number.",
        "isthmus.limits.max-body=-1 | isthmus.limits.max-body must be",
        "isthmus.limits.max-body=large | and must be a size such as 64MB.",
        "isthmus.limits.max-pixels=0 | isthmus.limits.max-pixels must be",
        "isthmus.limits.upload-time=0 | isthmus.limits.upload-time must be a time above 0 and up to 24h",
        "isthmus.limits.upload-time=-5s | not -5000ms.",
        "isthmus.limits.upload-time=soon | is 'soon' and must be a time such as 500ms, 2s or 1m.",
        "isthmus.inference.threads=-1 | isthmus.inference.threads must be",
        "isthmus.inference.workers=0 | isthmus.inference.workers must be",
        "isthmus.inference.queue=0 | isthmus.inference.queue must be",
        "isthmus.inference.admission=strict | and must be one of adaptive, gradient, fixed.",
        "isthmus.engine=tensorflow | isthmus.engine, set on the command line, is 'tensorflow' and must be one of auto, pytorch, onnxruntime.",
        "isthmus.engine= | isthmus.engine, set on the command line, is empty and must be one of",
        "isthmus.model.package= | isthmus.model.package, set on the command line, is empty and must be a file.",
        "isthmus.model.profile= | isthmus.model.profile, set on",
        "isthmus.model.profile-time=0 | isthmus.model.profile-time must be",
        "isthmus.model.profile-batches=0,1 | isthmus.model.profile-batches must be ascending whole numbers from 1 to",
        "isthmus.model.profile-batches=4,2 | isthmus.model.profile-batches must be",
        "isthmus.model.profile-batches=2,2 | isthmus.model.profile-batches must be",
        "isthmus.model.profile-batches=two | isthmus.model.profile-batches",
        "isthmus.actuator.port=70000 | isthmus.actuator.port must be a whole number from 0 to 65535",
        "isthmus.tls.client-auth=maybe | and must be one of none, want, need.",
        "isthmus.security.plain-network=perhaps | and must be true or false.",
        "isthmus.security.plain-network= | is empty and must be true or false.",
        "server.port=abc | server.port, set on the command line, is 'abc' and must be a whole number.",
        "server.port=99999 | server.port is 99999 and must be a port from 0 to 65535.",
        "server.port=-1 | server.port is -1",
        "management.server.port=65536 | management.server.port is 65536",
        "server.address=no-such-host.invalid | server.address"
      })
  void aValueThatCannotBeEndsTheStartWithItsPropertyAndWhatIsAllowed(
      String argument, String sentence) {
    refused(arguments("--" + argument)).hasMessageContaining(sentence);
  }

  @Test
  void onlyTheStrongestSourceHasToHaveAValue() {
    ConfigurableEnvironment environment =
        environment(variables(Map.of("ISTHMUS_LIMITS_MAXBATCH", "")));
    environment.getPropertySources().addFirst(arguments("--isthmus.limits.max-batch=3"));
    ConfigurationPropertySources.attach(environment);
    assertThatCode(() -> new SettingsCheck(KNOWN).check(environment)).doesNotThrowAnyException();
  }

  @Test
  void noPackageAtAllIsTold() {
    MockEnvironment nothing = new MockEnvironment();
    assertThatThrownBy(() -> new SettingsCheck(KNOWN).check(nothing))
        .hasMessageContaining("isthmus.model.package must name a model package");
  }

  @Test
  void secretsAreNotRepeated() {
    assertThat(BadValue.shown("isthmus.edge.url", "htps://me:secret@host/"))
        .isEqualTo("'htps://…@host/'");
    assertThat(BadValue.shown("server.ssl.key-password", "secret")).isEqualTo("not shown");
    assertThat(BadValue.shown("isthmus.security.api-keys[0]", "secret")).isEqualTo("not shown");
  }
}
