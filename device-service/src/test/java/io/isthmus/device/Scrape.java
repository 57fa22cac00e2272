package io.isthmus.device;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The samples of a scrape in Prometheus' text format: names, and the labels that each has. */
record Scrape(Map<String, Set<String>> labels) {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+$");

  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** What Prometheus adds to every sample. */
  private static final Set<String> ADDED = Set.of("job", "instance");

  /** The samples of several scrapes. */
  static Scrape of(String... texts) {
    Map<String, Set<String>> labels = new HashMap<>();
    for (String text : texts) {
      Matcher sample = SAMPLE.matcher(text);
      while (sample.find()) {
        Set<String> known = labels.computeIfAbsent(sample.group(1), n -> new HashSet<>(ADDED));
        if (sample.group(2) != null) {
          Matcher label = LABEL.matcher(sample.group(2));
          while (label.find()) {
            known.add(label.group(1));
          }
        }
      }
    }
    return new Scrape(labels);
  }
}
