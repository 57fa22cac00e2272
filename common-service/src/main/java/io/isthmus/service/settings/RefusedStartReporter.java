package io.isthmus.service.settings;

import io.isthmus.library.NativeLibraryException;
import io.isthmus.model.InvalidPackageException;
import io.isthmus.service.security.RefusedStartException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.core.Ordered;

/**
 * A start that is refused is one line of the log that says why and what to do, without a stack
 * trace. It comes before Spring's own reporter, which writes a page.
 */
final class RefusedStartReporter implements SpringBootExceptionReporter, Ordered {

  private static final Logger log = LoggerFactory.getLogger("io.isthmus.start");

  private static final String OTHER_PACKAGE =
      "Name a package that `./isthmus export` made with --isthmus.model.package=FILE; `./isthmus"
          + " inspect FILE` checks it.";

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public boolean reportException(Throwable failure) {
    Optional<String> line = refusal(failure).or(() -> BadValue.sentence(failure));
    line.ifPresent(text -> log.error("The service does not start: {}", text));
    return line.isPresent();
  }

  private static Optional<String> refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedStartException refused) {
        return Optional.of(refused.getMessage() + " " + refused.action());
      }
      if (cause instanceof InvalidPackageException invalid) {
        return Optional.of(invalid.getMessage() + ". " + OTHER_PACKAGE);
      }
      if (cause instanceof NativeLibraryException missing) {
        return Optional.ofNullable(missing.getMessage());
      }
    }
    return Optional.empty();
  }
}
