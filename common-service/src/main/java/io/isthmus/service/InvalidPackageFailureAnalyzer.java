package io.isthmus.service;

import io.isthmus.model.InvalidPackageException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A service that cannot use its model package says so in two sentences and exits. */
class InvalidPackageFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPackageException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, InvalidPackageException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Name a package that `./isthmus export` made with --isthmus.model.package=FILE;"
            + " `./isthmus inspect FILE` checks it.",
        cause);
  }
}
