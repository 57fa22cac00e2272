package io.isthmus.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A member of a JSON document and the way to it. What is not as it must be is an
 * IllegalArgumentException that names the member, the rule and the value.
 *
 * @param path such as {@code cuts[1].options[0].upper}; empty for the document itself
 */
public record JsonMember(String path, JsonNode node) {

  private static final int LONGEST_VALUE = 60;

  /** The member of that name, which may be absent. */
  public JsonMember get(String name) {
    return new JsonMember(path.isEmpty() ? name : path + "." + name, node.path(name));
  }

  /** The member of that name, unless it is absent or null. */
  public Optional<JsonMember> find(String name) {
    JsonMember member = get(name);
    return member.absent() ? Optional.empty() : Optional.of(member);
  }

  private boolean absent() {
    return node.isMissingNode() || node.isNull();
  }

  /** The elements of a list of at most so many. */
  public Stream<JsonMember> elements(int most) {
    if (!node.isArray() || node.size() > most) {
      throw wrong("a list of at most %d elements".formatted(most));
    }
    return IntStream.range(0, node.size())
        .mapToObj(i -> new JsonMember("%s[%d]".formatted(path, i), node.get(i)));
  }

  /** A whole number within two others. */
  public long whole(long least, long most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      throw wrong("a whole number of %d to %d".formatted(least, most));
    }
    return node.longValue();
  }

  /** A list of 1 to so many elements. */
  public List<JsonMember> someOf(int most) {
    if (!node.isArray() || node.isEmpty() || node.size() > most) {
      throw wrong("a list of 1 to %d elements".formatted(most));
    }
    return elements(most).toList();
  }

  /** A finite number within two others. */
  public double number(double least, double most) {
    if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
      throw wrong(String.format(Locale.ROOT, "a number of %s to %s", least, most));
    }
    return node.doubleValue();
  }

  /** A text. */
  public String text() {
    if (!node.isString()) {
      throw wrong("a text");
    }
    return node.stringValue();
  }

  /** A text that matches a pattern; the rule says in words what that is. */
  public String text(Pattern pattern, String rule) {
    if (!node.isString() || !pattern.matcher(node.stringValue()).matches()) {
      throw wrong(rule);
    }
    return node.stringValue();
  }

  /** The one of some values whose word the text is. */
  public <T> T oneOf(T[] values, Function<T, String> word) {
    return Arrays.stream(values)
        .filter(value -> node.isString() && word.apply(value).equals(node.stringValue()))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    Arrays.stream(values)
                        .map(word)
                        .collect(Collectors.joining(", ", "one of ", ""))));
  }

  /** What to throw where the member is not what it must be. */
  public IllegalArgumentException wrong(String rule) {
    String value = absent() ? "absent" : node.isContainer() ? kind() : node.toString();
    return new IllegalArgumentException(
        "%s must be %s, and is %s"
            .formatted(
                path.isEmpty() ? "the document" : path,
                rule,
                PeerText.shown(value, LONGEST_VALUE)));
  }

  private String kind() {
    return node.isArray() ? "a list of " + node.size() : "an object";
  }
}
