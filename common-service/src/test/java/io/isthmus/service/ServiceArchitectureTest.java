package io.isthmus.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.isthmus.SizeRules;

@AnalyzeClasses(
    packages = "io.isthmus.service",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ServiceArchitectureTest {

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.isthmus.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theEngineIsChosenWhereTheModelIsLoaded =
      noClasses()
          .that()
          .resideInAPackage("io.isthmus.service..")
          .and()
          .resideOutsideOfPackage("io.isthmus.service.model..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.isthmus.engine.torch..", "io.isthmus.engine.backends..");
}
