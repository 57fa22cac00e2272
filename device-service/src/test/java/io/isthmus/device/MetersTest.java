package io.isthmus.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * After some traffic: the documentation, the alerts and the dashboard know the meters there are.
 */
class MetersTest extends ObservedPair {

  private static final Path ROOT = Path.of(System.getProperty("isthmus.root", ".."));
  private static final Path OBSERVABILITY = ROOT.resolve("observability");

  private static final JsonMapper JSON = new JsonMapper();

  private static final Pattern VARIABLE = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  @Autowired private MeterRegistry device;

  /** A row of the table in docs/metrics.md; a name that ends with a star is a family. */
  private record Row(String name, String on, String type, String unit, List<String> tags) {
    boolean family() {
      return name.endsWith("*");
    }

    boolean covers(String meter) {
      return family() ? meter.startsWith(name.substring(0, name.length() - 1)) : name.equals(meter);
    }
  }

  @BeforeEach
  void someTraffic() throws Exception {
    infer("split=auto", 2);
    infer("split=block5", 1);
    infer("split=offload", 1);
    infer("plan=1@7,1@18", 2);
  }

  @Test
  void everyMeterOfTheDeviceIsDocumentedAsItIs() throws Exception {
    compare("device", device);
  }

  @Test
  void everyMeterOfTheEdgeIsDocumentedAsItIs() throws Exception {
    compare("edge", EDGE.context().getBean(MeterRegistry.class));
  }

  private static void compare(String service, MeterRegistry meters) throws IOException {
    List<Row> rows = documented().stream().filter(row -> row.on().contains(service)).toList();
    Map<String, Row> seen = new TreeMap<>();
    for (Meter meter : meters.getMeters()) {
      String name = meter.getId().getName();
      boolean inFamily = rows.stream().anyMatch(row -> row.family() && row.covers(name));
      if (!inFamily) {
        seen.put(name, row(service, meter.getId()));
      }
    }
    Map<String, Row> expected = new TreeMap<>();
    rows.stream()
        .filter(row -> !row.family())
        .forEach(
            r -> expected.put(r.name(), new Row(r.name(), service, r.type(), r.unit(), r.tags())));
    assertThat(seen).containsExactlyEntriesOf(expected);
  }

  private static Row row(String service, Meter.Id id) {
    String unit = id.getBaseUnit() == null ? "" : id.getBaseUnit();
    return new Row(
        id.getName(),
        service,
        id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        unit,
        id.getTags().stream().map(Tag::getKey).sorted().toList());
  }

  private static List<Row> documented() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(ROOT.resolve("docs/metrics.md"))) {
      String[] cells = line.split("\\|", -1);
      if (line.startsWith("| `")) {
        assertThat(cells).as(line).hasSize(7);
        rows.add(
            new Row(
                code(cells[1]),
                cells[2].strip(),
                cells[3].strip(),
                cells[4].strip(),
                Arrays.stream(cells[5].split(",", -1))
                    .map(MetersTest::code)
                    .filter(tag -> !tag.isEmpty())
                    .sorted()
                    .toList()));
      }
    }
    assertThat(rows).hasSizeGreaterThan(30);
    return rows;
  }

  @Test
  void everyMeterOfTheTableIsExplained() throws IOException {
    assertThat(documented()).extracting(Row::name).containsExactlyInAnyOrderElementsOf(explained());
  }

  private static List<String> explained() throws IOException {
    return Files.readAllLines(ROOT.resolve("docs/metrics.md")).stream()
        .filter(line -> line.startsWith("- `"))
        .map(line -> line.substring(3, line.indexOf('`', 3)))
        .toList();
  }

  private static String code(String cell) {
    return cell.strip().replace("`", "");
  }

  @Test
  void alertsAskForMetersAndLabelsThatThereAre_andPointToTheirRunbook() throws Exception {
    Scrape scrape = Scrape.of(scrapeDevice(), scrapeEdge());
    Map<String, String> alerts = new LinkedHashMap<>();
    String yaml = Files.readString(OBSERVABILITY.resolve("prometheus/alerts.yml"));
    JsonNode file = JSON.valueToTree(new Yaml().load(yaml));
    for (JsonNode alert : file.at("/groups/0/rules")) {
      String name = alert.path("alert").asString();
      requireKnown(name, alert.path("expr").asString(), scrape);
      assertThat(alert.at("/annotations/summary").asString()).as(name).isNotBlank();
      assertThat(alert.at("/annotations/description").asString()).as(name).isNotBlank();
      String anchor = name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
      alerts.put(name, alert.at("/annotations/runbook_url").asString());
      assertThat(alerts.get(name)).isEqualTo("docs/operations.md#" + anchor);
    }
    assertThat(alerts.keySet())
        .containsExactlyInAnyOrder(
            "IsthmusEdgeUnavailable",
            "IsthmusDegradedAnswers",
            "IsthmusPredictionError",
            "IsthmusRegret",
            "IsthmusRefusals",
            "IsthmusLinkCollapsed",
            "IsthmusLatency",
            "IsthmusEdgeQueue",
            "IsthmusOptionSuspended");
  }

  @Test
  void theDashboardShowsMetersAndLabelsThatThereAre() throws Exception {
    Scrape scrape = Scrape.of(scrapeDevice(), scrapeEdge());
    JsonNode dashboard =
        new JsonMapper().readTree(Files.readString(OBSERVABILITY.resolve("grafana/isthmus.json")));
    int targets = 0;
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        requireKnown(panel.path("title").asString(), target.path("expr").asString(), scrape);
        targets++;
      }
    }
    assertThat(targets).isGreaterThan(30);
    for (JsonNode variable : dashboard.at("/templating/list")) {
      String query = variable.at("/query/query").asString("");
      if (!query.isEmpty()) {
        Matcher parts = VARIABLE.matcher(query);
        assertThat(parts.matches()).as(query).isTrue();
        assertThat(scrape.labels().get(parts.group(1))).as(query).contains(parts.group(2));
      }
    }
  }

  private static void requireKnown(String what, String expression, Scrape scrape) {
    PromQl query = PromQl.parse(expression);
    assertThat(query.selectors()).as("%s: %s", what, expression).isNotEmpty();
    TreeSet<String> known = new TreeSet<>();
    for (PromQl.Selector selector : query.selectors()) {
      assertThat(scrape.labels()).as(what).containsKey(selector.metric());
      assertThat(scrape.labels().get(selector.metric()))
          .as("%s: labels of %s", what, selector.metric())
          .containsAll(selector.labels());
      known.addAll(scrape.labels().get(selector.metric()));
    }
    assertThat(known).as("%s: labels that it groups by", what).containsAll(query.grouping());
  }

  @Test
  void theEdgesQueueIsThere_underTheNameThatTheAutoscalerAsksFor() throws Exception {
    assertThat(scrapeEdge()).containsPattern("(?m)^isthmus_edge_queue_seconds [0-9.E-]+$");
  }

  @Test
  void spansAreNoMeters() throws Exception {
    assertThat(scrapeDevice() + scrapeEdge()).doesNotContain("isthmus_span");
  }
}
