package io.isthmus.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of the documentation.
 *
 * @param file its path below the repository's root
 * @param lines its lines
 */
record Page(Path file, List<String> lines) {

  static final int WIDTH = 120;

  private static final Pattern LINK = Pattern.compile("(?s)\\[[^\\[\\]]*\\]\\(([^()\\s]+)\\)");
  private static final Pattern MARKER = Pattern.compile("^\\s*([-*]|\\d+\\.)?\\s+");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*?) *$");

  /** All pages that git knows, or would know once they are added. */
  static List<Page> all() throws IOException, InterruptedException {
    List<Page> pages = new ArrayList<>();
    for (String name : files("*.md")) {
      pages.add(new Page(Path.of(name), Repository.text(name).lines().toList()));
    }
    return pages;
  }

  /** The files that match a pattern of git's and are there. */
  static List<String> files(String pattern) throws IOException, InterruptedException {
    return Programs.run(
            "git",
            "-C",
            Repository.ROOT.toString(),
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            pattern)
        .lines()
        .filter(name -> Files.exists(Repository.ROOT.resolve(name)))
        .toList();
  }

  /** Lines that are too long although they could be broken, each with its place. */
  List<String> longLines() {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.codePointCount(0, line.length()) > WIDTH && canBeBroken(line)) {
        found.add(file + ":" + (i + 1));
      }
    }
    return found;
  }

  private static boolean canBeBroken(String line) {
    return MARKER.matcher(line).replaceFirst("").strip().contains(" ");
  }

  /** Links to other pages, or to places in them, that lead nowhere. */
  List<String> brokenLinks() {
    return LINK.matcher(prose())
        .results()
        .map(link -> link.group(1))
        .filter(target -> !target.matches("[a-z]+:.*"))
        .filter(target -> !leadsSomewhere(target))
        .map(target -> file + " → " + target)
        .toList();
  }

  private boolean leadsSomewhere(String target) {
    int hash = target.indexOf('#');
    Path other = hash == 0 ? file : beside(hash < 0 ? target : target.substring(0, hash));
    return Files.exists(Repository.ROOT.resolve(other))
        && (hash < 0 || anchors(other).contains(target.substring(hash + 1)));
  }

  private Path beside(String name) {
    return file.resolveSibling(name).normalize();
  }

  /** The anchors of a page, which GitHub makes of its headings. */
  static Set<String> anchors(Path file) {
    return new Page(file, Repository.text(Repository.ROOT.resolve(file)).lines().toList())
        .prose()
        .lines()
        .map(HEADING::matcher)
        .filter(Matcher::matches)
        .map(heading -> anchor(heading.group(1)))
        .collect(Collectors.toSet());
  }

  static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }

  /** The page without its code. */
  private String prose() {
    StringBuilder prose = new StringBuilder();
    boolean fenced = false;
    boolean blank = true;
    for (String line : lines) {
      boolean fence = line.strip().startsWith("```");
      fenced ^= fence;
      boolean indented = blank && line.startsWith("    ");
      blank = line.isBlank() || indented;
      if (!fence && !fenced && !indented) {
        prose.append(line.replaceAll("`[^`]*`", "`code`")).append('\n');
      }
    }
    return prose.toString();
  }
}
