package io.isthmus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagesTest {

  private static final Pattern TITLE = Pattern.compile("# (\\d+)\\. (.+)");
  private static final Pattern ENTRY = Pattern.compile("(?m)^- \\*\\*(\\d+)\\*\\* ");
  private static final Pattern PAGE = Pattern.compile("docs/[\\w/.-]+\\.md(?:#[\\w-]+)?");

  @Test
  void noLineIsLongerThanItMayBe() throws Exception {
    assertThat(Page.all().stream().flatMap(page -> page.longLines().stream()))
        .as("lines of more than %d characters", Page.WIDTH)
        .isEmpty();
  }

  @Test
  void everyLinkLeadsToAFileAndAHeadingThatAreThere() throws Exception {
    assertThat(Page.all().stream().flatMap(page -> page.brokenLinks().stream())).isEmpty();
  }

  @Test
  void everyPageThatASourceNamesIsThere() throws Exception {
    List<String> gone = new ArrayList<>();
    for (String source : sources()) {
      PAGE.matcher(Repository.text(source))
          .results()
          .map(found -> found.group().split("#", -1))
          .filter(parts -> !isThere(parts))
          .forEach(parts -> gone.add(source + " → " + String.join("#", parts)));
    }
    assertThat(gone).isEmpty();
  }

  private static List<String> sources() throws IOException, InterruptedException {
    List<String> sources = new ArrayList<>(List.of("isthmus", "Dockerfile"));
    for (String ending : new String[] {"java", "py", "yml", "yaml", "xml"}) {
      sources.addAll(Page.files("*." + ending));
    }
    assertThat(sources).hasSizeGreaterThan(300);
    return sources;
  }

  private static boolean isThere(String[] parts) {
    return Files.exists(Repository.ROOT.resolve(parts[0]))
        && (parts.length == 1 || Page.anchors(Path.of(parts[0])).contains(parts[1]));
  }

  @Test
  void everyDecisionIsNamedAfterItsTitle_hasItsSectionsInOrder_andIsInTheIndex() throws Exception {
    String index = Repository.text("docs/decisions/README.md");
    List<Page> records =
        Page.all().stream()
            .filter(page -> page.file().toString().matches("docs/decisions/\\d.*"))
            .toList();
    assertThat(records).hasSizeGreaterThan(30);
    assertThat(records)
        .allSatisfy(
            page -> {
              var title = TITLE.matcher(page.lines().get(0));
              assertThat(title.matches()).as("the title of %s", page.file()).isTrue();
              String name = page.file().getFileName().toString();
              assertThat(name)
                  .isEqualTo(
                      "%04d-%s.md"
                          .formatted(
                              Integer.parseInt(title.group(1)), Page.anchor(title.group(2))));
              assertThat(index).contains("[%s](%s)".formatted(title.group(2), name));
              assertThat(page.lines())
                  .as(name)
                  .containsSubsequence("## Context", "## Decision", "## Consequences");
            });
  }

  @Test
  void theIndexOfDecisionsIsInOrderAndNamesNoneTwice() {
    List<Integer> numbers =
        ENTRY
            .matcher(Repository.text("docs/decisions/README.md"))
            .results()
            .map(entry -> Integer.valueOf(entry.group(1)))
            .toList();
    assertThat(numbers).hasSizeGreaterThan(30).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void theReadmeFitsOneScreenAndHasWhatANewcomerNeeds() {
    String readme = Repository.text("README.md");
    assertThat(readme.lines().count()).isLessThanOrEqualTo(60);
    assertThat(readme).contains("./isthmus demo", "mvn verify", "curl ", "docs/architecture.md");
  }
}
