package io.isthmus;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class SizeRulesTest {

  record Ten(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j) {
    static final int CONSTANT = 11;
  }

  record Eleven(int a, int b, int c, int d, int e, int f, int g, int h, int i, int j, int k) {}

  record Pair(int a, int b) {
    Pair(int a, int b, int c, int d, int e, int f, int g, int h) {
      this(a + b + c + d, e + f + g + h);
    }
  }

  static class Seven {
    Seven(int a, int b, int c, int d, int e, int f, int g) {}
  }

  static class Eight {
    Eight(int a, int b, int c, int d, int e, int f, int g, int h) {}
  }

  @SuppressWarnings("ClassCanBeStatic") // its constructor has the outer object, too
  class InnerOfSeven {
    InnerOfSeven(int a, int b, int c, int d, int e, int f, int g) {}
  }

  enum EnumOfSeven {
    ONE(1, 2, 3, 4, 5, 6, 7);

    @SuppressWarnings("UnusedVariable") // they are counted
    EnumOfSeven(int a, int b, int c, int d, int e, int f, int g) {}
  }

  @Test
  void aRecordOfElevenComponentsIsTooLarge() {
    assertThat(breaks(SizeRules.recordsHaveAtMostTenComponents, Eleven.class)).isTrue();
    assertThat(breaks(SizeRules.recordsHaveAtMostTenComponents, Ten.class)).isFalse();
  }

  @Test
  void aConstructorOfEightParametersIsTooLarge() {
    ArchRule rule = SizeRules.constructorsHaveAtMostSevenParameters;
    assertThat(breaks(rule, Eight.class)).isTrue();
    assertThat(breaks(rule, Seven.class)).isFalse();
  }

  @Test
  void aRecordsOwnConstructorMayBeAsLargeAsTheRecord_aFurtherOneMayNot() {
    ArchRule rule = SizeRules.constructorsHaveAtMostSevenParameters;
    assertThat(breaks(rule, Ten.class)).isFalse();
    assertThat(breaks(rule, Pair.class)).isTrue();
  }

  @Test
  void parametersOfTheCompilerDoNotCount() {
    ArchRule rule = SizeRules.constructorsHaveAtMostSevenParameters;
    assertThat(breaks(rule, InnerOfSeven.class)).isFalse();
    assertThat(breaks(rule, EnumOfSeven.class)).isFalse();
  }

  private static boolean breaks(ArchRule rule, Class<?> type) {
    return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
  }
}
