package io.isthmus.cli.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Answers;
import io.isthmus.cli.service.Checkout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services as real processes that are started with packages of which no service can be made. */
class BadPackagesIT {

  private static final Checkout CHECKOUT = Checkout.find();

  @RegisterExtension final Answers answers = new Answers("pair");

  @Test
  void aServiceThatCannotUseItsPackageSaysSoAndExits() throws Exception {
    List<Packages.Bad> packages = Packages.bad(CHECKOUT);
    for (String kind : List.of("edge", "device")) {
      // both read packages by the same code: of the second, that it listens to it is enough
      for (Packages.Bad bad : kind.equals("edge") ? packages : packages.subList(0, 1)) {
        Starts.Outcome outcome = Starts.run(CHECKOUT, kind, bad.path());
        assertThat(outcome.exitCode()).as(bad.what()).isNotZero();
        assertThat(outcome.output()).as(bad.what()).contains(bad.says()).doesNotContain("\tat ");
        answers.fault(
            "the %s is started with %s".formatted(kind, bad.what()),
            "exit code %d; the log says \"%s\", without a stack trace"
                .formatted(outcome.exitCode(), bad.says()));
      }
    }
  }
}
