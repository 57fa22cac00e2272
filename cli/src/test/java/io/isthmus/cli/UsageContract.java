package io.isthmus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What holds for every wrong usage of a command line. */
public abstract class UsageContract {

  /** The command line, made anew. */
  protected abstract CommandLine commandLine();

  /** Lines that must be refused, in the words of {@link Outcome#ofLine}. */
  protected abstract List<String> wrong();

  @TestFactory
  Stream<DynamicTest> wrongUsageIsOneLineThatSaysWhyAndExitCode2() {
    return wrong().stream()
        .map(line -> DynamicTest.dynamicTest(line, () -> isRefusedInOneLine(line)));
  }

  private void isRefusedInOneLine(String line) {
    Outcome outcome = Outcome.ofLine(commandLine(), line);
    assertThat(outcome.exitCode()).as(line).isEqualTo(2);
    assertThat(outcome.out()).as(line).isEmpty();
    assertThat(outcome.err())
        .as(line)
        .hasLineCount(1)
        .startsWith("isthmus: ")
        .doesNotContain("Exception");
  }
}
