package io.isthmus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.isthmus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "io.isthmus.decision..", "io.isthmus.plan..", "io.isthmus.estimate..", "io.isthmus.accuracy.."
  };

  @ArchTest
  static final ArchRule decisionsAndEstimatesKnowNoClockThreadOrInputOutput =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.concurrent..",
              "java.io..",
              "java.nio..",
              "java.net..",
              "ai.djl..",
              "io.isthmus.engine..",
              "org.slf4j..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule stateOfEstimatesIsAValue =
      classes()
          .that()
          .resideInAPackage("io.isthmus.estimate..")
          .and()
          .areNotInterfaces()
          .and()
          .doNotHaveSimpleName("package-info")
          .should()
          .beRecords();

  @ArchTest
  static final ArchRule nothingDependsOnSpring =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule profilesAreData =
      noClasses()
          .that()
          .resideInAPackage("io.isthmus.profile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.isthmus.profiling..", "io.isthmus.engine..", "io.isthmus.image..", "ai.djl..");

  @ArchTest
  static final ArchRule onlyTheTorchBackendTouchesLibtorch =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.isthmus.engine.torch..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyTheChoiceOfTheBackendNamesOne =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.isthmus.engine.torch..", "io.isthmus.engine.backends..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.isthmus.engine.torch..");
}
