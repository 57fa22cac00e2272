package io.isthmus.device;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression reads: its selectors, and the labels that it groups or joins by. It
 * knows tokens, not grammar: whether an expression is well-formed is promtool's to say.
 */
final class PromQl {

  /** A metric, and the labels that it is selected by. */
  record Selector(String metric, Set<String> labels) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|[a-zA-Z_:][a-zA-Z0-9_:]*"
              + "|[0-9][0-9a-zA-Z.]*|=~|!~|!=|==|>=|<=|\\S");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "inf", "nan", "atan2", "start", "end");

  private static final Set<String> AGGREGATIONS =
      Set.of(
          "sum",
          "min",
          "max",
          "avg",
          "group",
          "stddev",
          "stdvar",
          "count",
          "count_values",
          "bottomk",
          "topk",
          "quantile");

  private final List<String> tokens = new ArrayList<>();
  private final List<Selector> selectors = new ArrayList<>();
  private final Set<String> grouping = new HashSet<>();
  private int at;

  private PromQl(String expression) {
    Matcher matcher = TOKEN.matcher(expression);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    while (at < tokens.size()) {
      token();
    }
  }

  static PromQl parse(String expression) {
    return new PromQl(expression);
  }

  List<Selector> selectors() {
    return selectors;
  }

  Set<String> grouping() {
    return grouping;
  }

  private void token() {
    String token = tokens.get(at++);
    if (token.equals("[")) {
      skipTo("]");
    } else if (token.equals("{")) {
      throw new IllegalArgumentException("a selector without a metric in " + tokens);
    } else if (NAME.matcher(token).matches()) {
      word(token);
    }
  }

  private void word(String word) {
    boolean called = next().equals("(");
    if (GROUPING.contains(word)) {
      if (called) {
        grouping.addAll(names());
      }
    } else if (!called && !WORDS.contains(word) && !AGGREGATIONS.contains(word)) {
      selectors.add(new Selector(word, next().equals("{") ? matched() : Set.of()));
    }
  }

  private String next() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  /** The names in parentheses. */
  private List<String> names() {
    int start = at;
    skipTo(")");
    return tokens.subList(start, at).stream().filter(t -> NAME.matcher(t).matches()).toList();
  }

  /** The labels in braces: each is followed by an operator. */
  private Set<String> matched() {
    Set<String> labels = new HashSet<>();
    int start = at;
    skipTo("}");
    for (int i = start; i < at - 1; i++) {
      if (Set.of("=", "!=", "=~", "!~").contains(tokens.get(i + 1))) {
        labels.add(tokens.get(i));
      }
    }
    return labels;
  }

  private void skipTo(String end) {
    while (!tokens.get(at++).equals(end)) {
      if (at == tokens.size()) {
        throw new IllegalArgumentException("no " + end + " in " + tokens);
      }
    }
  }
}
