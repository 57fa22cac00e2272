package io.isthmus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** How large records and constructors may be, in every module. */
public final class SizeRules {

  private static final int MOST_COMPONENTS = 10;
  private static final int MOST_PARAMETERS = 7;

  private SizeRules() {}

  /** A record with more components is made of records that mean something. */
  @ArchTest
  public static final ArchRule recordsHaveAtMostTenComponents =
      classes().that().areRecords().should(haveFewComponents()).allowEmptyShould(true);

  /** A constructor that needs more takes a record of settings, or belongs to two classes. */
  @ArchTest
  public static final ArchRule constructorsHaveAtMostSevenParameters =
      constructors().should(haveFewParameters()).allowEmptyShould(true);

  private static ArchCondition<JavaClass> haveFewComponents() {
    return new ArchCondition<>("have at most %d components", MOST_COMPONENTS) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        int count = components(type).size();
        events.add(
            new SimpleConditionEvent(
                type,
                count <= MOST_COMPONENTS,
                "%s has %d components".formatted(type.getName(), count)));
      }
    };
  }

  private static ArchCondition<JavaConstructor> haveFewParameters() {
    return new ArchCondition<>("have at most %d parameters", MOST_PARAMETERS) {
      @Override
      public void check(JavaConstructor constructor, ConditionEvents events) {
        int count = written(constructor);
        events.add(
            new SimpleConditionEvent(
                constructor,
                count <= MOST_PARAMETERS || isCanonical(constructor),
                "%s has %d parameters".formatted(constructor.getFullName(), count)));
      }
    };
  }

  /** The parameters that stand in the source; the compiler adds some. */
  private static int written(JavaConstructor constructor) {
    JavaClass owner = constructor.getOwner();
    int all = constructor.getRawParameterTypes().size();
    if (owner.isAnonymousClass() || owner.isLocalClass()) {
      return 0; // what it captures
    }
    if (owner.isEnum()) {
      return all - 2; // name and ordinal
    }
    return owner.isInnerClass() ? all - 1 : all; // the outer object
  }

  /** A record's components are counted by the other rule. */
  private static boolean isCanonical(JavaConstructor constructor) {
    JavaClass owner = constructor.getOwner();
    List<JavaClass> types = components(owner).stream().map(JavaField::getRawType).toList();
    return owner.isRecord()
        && types.size() == constructor.getRawParameterTypes().size()
        && types.containsAll(constructor.getRawParameterTypes());
  }

  private static List<JavaField> components(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .toList();
  }
}
