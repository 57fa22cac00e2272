package io.isthmus;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.isthmus", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);

  private static final String[] CORE = {
    "io.isthmus.detection..",
    "io.isthmus.network..",
    "io.isthmus.units..",
    "io.isthmus.profile", // and not what reads and writes profiles
    "io.isthmus.decision..",
    "io.isthmus.plan..",
    "io.isthmus.estimate..",
    "io.isthmus.accuracy..",
    "io.isthmus.encoding..",
    "io.isthmus.calibration", // and not what reads and writes calibrations
    "io.isthmus.guard", // and not what reads and writes what it has seen
    "io.isthmus.control.."
  };

  private static final String[] WIRE = {
    "io.isthmus.wire..",
    "io.isthmus.tensor..",
    "io.isthmus.codec..",
    "io.isthmus.profile.store..",
    "io.isthmus.calibration.store..",
    "io.isthmus.guard.store..",
    "io.isthmus.recording.."
  };

  private static final String[] ENGINE = {
    "io.isthmus.engine..",
    "io.isthmus.image..",
    "io.isthmus.audio..",
    "io.isthmus.library..",
    "io.isthmus.model..",
    "io.isthmus.profiling..",
    "io.isthmus.calibrating.."
  };

  @ArchTest
  static final ArchRule everyPackageBelongsToALayer =
      classes()
          .should()
          .resideInAnyPackage(
              Stream.of(CORE, WIRE, ENGINE).flatMap(Stream::of).toArray(String[]::new));

  /** Annotations of Jackson do nothing by themselves: whoever writes JSON reads them. */
  @ArchTest
  static final ArchRule theCoreUsesTheJdkAlone =
      classes()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CORE)
                  .or(
                      resideInAnyPackage(
                          "java..", "org.jspecify..", "com.fasterxml.jackson.annotation")));

  @ArchTest
  static final ArchRule theCoreKnowsNoClockThreadChanceOrInputOutput =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.util.concurrent..",
              "java.io..",
              "java.nio",
              "java.nio.channels..",
              "java.nio.file..",
              "java.net..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule theWireKnowsNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage(WIRE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.isthmus.(**)").should().beFreeOfCycles();

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
  static final ArchRule onlyTheOnnxBackendTouchesOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.isthmus.engine.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");

  @ArchTest
  static final ArchRule onlyTheChoiceOfTheBackendNamesOne =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.isthmus.engine.torch..",
              "io.isthmus.engine.onnx..",
              "io.isthmus.engine.backends..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.isthmus.engine.torch..", "io.isthmus.engine.onnx..");
}
