package io.isthmus.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.isthmus.SizeRules;

@AnalyzeClasses(
    packages = "io.isthmus",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      EdgeArchitectureTest.WithoutTestJars.class
    })
class EdgeArchitectureTest {

  /** Once other modules are packaged their tests come as jars. */
  static final class WithoutTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);

  @ArchTest
  static final ArchRule theEdgeKnowsNoDevice =
      noClasses()
          .that()
          .resideInAnyPackage("io.isthmus.edge..", "io.isthmus.service..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.isthmus.device..");

  @ArchTest
  static final ArchRule whatIsSharedKnowsNoEdge =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.isthmus.edge..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.isthmus.edge..");

  @ArchTest
  static final ArchRule webCodeTouchesNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage("io.isthmus.edge..", "io.isthmus.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", "io.isthmus.engine.torch..");
}
