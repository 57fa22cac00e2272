package io.isthmus.lab;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.isthmus.SizeRules;

@AnalyzeClasses(packages = "io.isthmus.lab", importOptions = ImportOption.DoNotIncludeTests.class)
class LabArchitectureTest {

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);
}
