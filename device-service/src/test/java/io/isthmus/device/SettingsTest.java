package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.edge.EdgeApplication;
import io.isthmus.service.settings.ServiceStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** What the check of the settings knows is what the code reads: of the device and of the edge. */
class SettingsTest {

  /** In quotes, as a constant or in an annotation, or as a placeholder. */
  private static final Pattern PROPERTY =
      Pattern.compile("(?:\"|\\$\\{)(isthmus\\.[a-z.-]+[a-z])[\"}:]");

  private static final Set<String> MODULES =
      Set.of("common-service", "edge-service", "device-service");

  private static List<String> known() {
    List<String> known = new ArrayList<>(ServiceStart.settings(DeviceApplication.class));
    known.addAll(ServiceStart.settings(EdgeApplication.class));
    return known;
  }

  /** A record that an application class does not name would be unknown to the check. */
  @Test
  void everyRecordOfPropertiesIsNamedWhereTheCheckFindsIt() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Set<String> prefixes = new HashSet<>();
    for (var bean : scanner.findCandidateComponents("io.isthmus")) {
      String name = Objects.requireNonNull(bean.getBeanClassName());
      Class<?> type = ClassUtils.resolveClassName(name, null);
      assertThat(type.isRecord()).as(name).isTrue();
      assertThat(ServiceStart.types(DeviceApplication.class)).as(name).contains(type);
      prefixes.add(type.getAnnotation(ConfigurationProperties.class).value());
    }
    assertThat(prefixes).contains("isthmus", "isthmus.model", "isthmus.edge", "isthmus.security");
  }

  @Test
  void everyPlaceholderAndEveryKeyOfTheFilesIsAProperty() throws IOException {
    Set<String> placeholders = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(TestModel.ROOT.resolve(module).resolve("src/main"))) {
        for (Path file : files.filter(f -> f.toString().matches(".*\\.(yml|java)")).toList()) {
          placeholdersIn(Files.readString(file)).forEach(placeholders::add);
        }
      }
    }
    assertThat(placeholders).contains("isthmus.actuator.port", "isthmus.tls.certificate");
    assertThat(known()).containsAll(placeholders);
  }

  private static Stream<String> placeholdersIn(String source) {
    return PROPERTY
        .matcher(source)
        .results()
        .filter(match -> match.group().startsWith("$") || match.group().contains("training-run"))
        .map(match -> match.group(1));
  }

  @Test
  void whatOnlyTheDeviceReadsIsInTheListThatTheEdgeGoesBy() throws IOException {
    Set<String> only = new TreeSet<>(ServiceStart.settings(DeviceApplication.class));
    only.removeAll(ServiceStart.settings(EdgeApplication.class));
    Path list =
        TestModel.ROOT.resolve(
            "common-service/src/main/resources/META-INF/isthmus/device-settings.txt");
    assertThat(Files.readAllLines(list)).containsExactlyElementsOf(only);
  }

  @Test
  void theEdgeReadsNothingThatTheDeviceDoesNot() {
    assertThat(ServiceStart.settings(DeviceApplication.class))
        .containsAll(ServiceStart.settings(EdgeApplication.class));
  }

  @Test
  void everyPropertyIsDocumented() throws IOException {
    String page = Files.readString(TestModel.ROOT.resolve("docs/configuration.md"));
    Set<String> undocumented =
        known().stream()
            .filter(name -> !page.contains(name) && !isListedBesideAnother(page, name))
            .collect(Collectors.toCollection(TreeSet::new));
    undocumented.remove("isthmus.version"); // the build's
    undocumented.remove("isthmus.actuator.port"); // management.server.port is the operator's
    assertThat(undocumented).isEmpty();
  }

  /** {@code `isthmus.tls.certificate`, `.private-key`}, or {@code -max} after a common stem. */
  private static boolean isListedBesideAnother(String page, String name) {
    String group = name.substring(0, name.lastIndexOf('.') + 1);
    String last = name.substring(name.lastIndexOf('.') + 1);
    String stem = last.substring(last.indexOf('-') < 0 ? 0 : last.indexOf('-'));
    return page.lines()
        .filter(line -> line.startsWith("- `" + group))
        .anyMatch(line -> line.contains("`." + last + "`") || line.contains("`" + stem + "`"));
  }
}
