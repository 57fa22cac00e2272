package io.isthmus.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

  @Property
  void repeatsAreAFifthOfTheExchangesAndWhatWasSaved_whateverFailsWhen(
      @ForAll List<Boolean> failures) {
    RetryBudget budget = RetryBudget.FULL;
    int exchanges = 0;
    int repeats = 0;
    for (boolean fails : failures) {
      budget = budget.earned();
      exchanges++;
      if (fails && budget.allows()) {
        budget = budget.spent();
        repeats++;
      }
      assertThat(repeats).isLessThanOrEqualTo(RetryBudget.MOST + exchanges / 5);
    }
  }

  @Test
  void aThousandFailuresAreTwoHundredRepeatsAndWhatWasSaved() {
    RetryBudget budget = RetryBudget.FULL;
    int repeats = 0;
    for (int i = 0; i < 1000; i++) {
      budget = budget.earned();
      if (budget.allows()) {
        budget = budget.spent();
        repeats++;
      }
    }
    assertThat(repeats).isBetween(200, 200 + RetryBudget.MOST);
  }

  @Test
  void noMoreIsSavedThanAFewFailuresNeed() {
    RetryBudget budget = RetryBudget.FULL;
    for (int i = 0; i < 1000; i++) {
      budget = budget.earned();
    }
    assertThat(budget).isEqualTo(RetryBudget.FULL);
  }
}
