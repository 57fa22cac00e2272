package io.isthmus.calibration.store;

import io.isthmus.wire.PeerText;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A member of a JSON document and the way to it. What is not as it must be is an
 * IllegalArgumentException that names the member, the rule and the value.
 *
 * @param path such as {@code cuts[1].options[0].upper}; empty for the document itself
 */
record Member(String path, JsonNode node) {

  private static final int LONGEST_VALUE = 60;

  /** The member of that name, which may be absent. */
  Member get(String name) {
    return new Member(path.isEmpty() ? name : path + "." + name, node.path(name));
  }

  /** The member of that name, unless it is absent or null. */
  Optional<Member> find(String name) {
    Member member = get(name);
    return member.absent() ? Optional.empty() : Optional.of(member);
  }

  private boolean absent() {
    return node.isMissingNode() || node.isNull();
  }

  /** The elements of a list of at most so many. */
  Stream<Member> elements(int most) {
    if (!node.isArray() || node.size() > most) {
      throw wrong("a list of at most %d elements".formatted(most));
    }
    return IntStream.range(0, node.size())
        .mapToObj(i -> new Member("%s[%d]".formatted(path, i), node.get(i)));
  }

  /** A whole number within two others. */
  long whole(long least, long most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < least
        || node.longValue() > most) {
      throw wrong("a whole number of %d to %d".formatted(least, most));
    }
    return node.longValue();
  }

  /** A finite number within two others. */
  double number(double least, double most) {
    if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
      throw wrong(String.format(Locale.ROOT, "a number of %s to %s", least, most));
    }
    return node.doubleValue();
  }

  /** A text. */
  String text() {
    if (!node.isString()) {
      throw wrong("a text");
    }
    return node.stringValue();
  }

  /** What to throw where the member is not what it must be. */
  IllegalArgumentException wrong(String rule) {
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
