package io.isthmus.cli;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import io.isthmus.SizeRules;

@AnalyzeClasses(packages = "io.isthmus.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {

  @ArchTest static final ArchTests sizes = ArchTests.in(SizeRules.class);
}
