package io.isthmus.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.answers.Seen.Kind;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Notes what a test tried and saw, and afterwards holds it against docs/security/answers.csv: a row
 * that is new, changed or gone fails the test, so the table cannot go stale. With {@code
 * -Disthmus.answers=write} the table and the page are written instead. To be registered as a field
 * of a test class; not for parameterized methods, which run once for each value.
 */
public final class Answers implements BeforeEachCallback, AfterEachCallback {

  private static final boolean WRITES = "write".equals(System.getProperty("isthmus.answers"));

  private final String service;
  private final SortedSet<Seen> rows = new TreeSet<>();
  private String test = "";

  /** For tests of that service; see {@link Seen}. */
  public Answers(String service) {
    this.service = service;
  }

  /** A bad input was answered so. */
  public void input(String what, String seen) {
    note(Kind.INPUT, what, seen);
  }

  /** In a fault the user got that. To be said after it was asserted. */
  public void fault(String what, String seen) {
    note(Kind.FAULT, what, seen);
  }

  private void note(Kind kind, String what, String seen) {
    rows.add(new Seen(kind, service, what, seen, test));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    rows.clear();
    test =
        context.getRequiredTestClass().getSimpleName()
            + "."
            + context.getRequiredTestMethod().getName();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    if (rows.isEmpty() || context.getExecutionException().isPresent()) {
      return;
    }
    SortedSet<Seen> all = AnswerFile.read();
    if (WRITES) {
      all.removeIf(row -> row.test().equals(test));
      all.addAll(rows);
      AnswerFile.write(all);
      AnswerPage.write(all);
    } else {
      all.removeIf(row -> !row.test().equals(test));
      assertThat(rows)
          .as("docs/security/answers.csv is stale: run this test with -Disthmus.answers=write")
          .containsExactlyInAnyOrderElementsOf(all);
    }
  }
}
