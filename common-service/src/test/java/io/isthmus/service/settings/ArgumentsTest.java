package io.isthmus.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  private static String complaint(String line) {
    return Arguments.complaint(Stream.of(line.split(" ", -1)).toList()).orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "8081 | '8081' is no argument of a service: they are written --key=value",
        "--server.port=1 8081 | '8081' is no argument",
        "-isthmus.model.package=x | '-isthmus.model.package' is no argument",
        "-Disthmus.model.package=x | '-Disthmus.model.package' is no argument",
        "isthmus.model.package=x | 'isthmus.model.package' is no argument",
        "--isthmus.model.package x.zip | --isthmus.model.package needs its value behind an equals sign, not a blank: --isthmus.model.package=…",
        "--isthmus.model.package --server.port=1 | '--isthmus.model.package' has no key or no value",
        "--isthmus.model.package | '--isthmus.model.package' has no key or no value",
        "--isthmus.model.package = x | --isthmus.model.package needs its value behind an equals sign",
        "-- | '--' has no key or no value",
        "--=x | '--' has no key or no value",
        "-h | '-h' is no argument",
        "--server.port=1  --debug | '' is no argument"
      })
  void whatIsNoPropertyIsRefusedInOneSentence(String line, String sentence) {
    assertThat(complaint(line)).startsWith(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--server.port=1",
        "--isthmus.edge.url=",
        "--isthmus.security.api-keys=a=b",
        "--debug --trace --logging.level.root=info"
      })
  void propertiesAndSpringsSwitchesAreTaken(String line) {
    assertThat(complaint(line)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-isthmus.security.api-keys=secret", "api-keys=secret", "--a b=secret"})
  void aValueIsNotRepeated(String line) {
    assertThat(complaint(line)).isNotEmpty().doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "\u001b[31mred",
        "very-long-very-long-very-long-very-long-very-long-very-long-very-long"
      })
  void whatIsRepeatedIsOneShortLine(String argument) {
    assertThat(Arguments.complaint(List.of(argument)).orElseThrow())
        .doesNotContain("\n")
        .doesNotContain("\u001b")
        .hasSizeLessThan(140);
  }
}
