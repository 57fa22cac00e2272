package io.isthmus.device;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.isthmus.SizeRules;

@AnalyzeClasses(
    packages = "io.isthmus.device",
    importOptions = ImportOption.DoNotIncludeTests.class)
class DeviceArchitectureTest {

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.isthmus.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDeviceNamesNoEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai.djl..", "io.isthmus.engine.torch..", "io.isthmus.engine.backends..");
}
