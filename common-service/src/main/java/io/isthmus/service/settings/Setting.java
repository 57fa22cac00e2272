package io.isthmus.service.settings;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A property that a service reads.
 *
 * @param name its whole name as the documentation writes it, such as {@code isthmus.edge.url}
 * @param type what its value becomes
 */
record Setting(String name, Class<?> type) {

  /** For these an empty value means something: none. */
  private static final Set<Class<?>> MAY_BE_EMPTY = Set.of(String.class, URI.class);

  /** What Spring regards as equal: dashes, underscores and capitals say nothing. */
  static String uniform(String name) {
    return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  boolean isList() {
    return Collection.class.isAssignableFrom(type);
  }

  /** Whether an empty value is a value. */
  boolean mayBeEmpty() {
    return isList() || MAY_BE_EMPTY.contains(type);
  }

  /** Whether a file, an argument or a system property of that name sets it. */
  boolean isNamedBy(String given) {
    String uniform = uniform(given);
    return (isList() ? uniform.replaceAll("\\[\\d+]$", "") : uniform).equals(uniform(name));
  }

  /** Whether it is one of the group of properties of that name. */
  boolean isWithin(String group) {
    return uniform(name).startsWith(uniform(group) + ".");
  }

  /** Whether an environment variable of that name sets it. */
  boolean isVariable(String given) {
    String upper = given.toUpperCase(Locale.ROOT);
    return variables().contains(isList() ? upper.replaceAll("_\\d+$", "") : upper);
  }

  /** Its variables: dashes go, as documented, or become underscores, as in older releases. */
  List<String> variables() {
    String upper = name.toUpperCase(Locale.ROOT).replace('.', '_');
    return List.of(upper.replace("-", ""), upper.replace('-', '_'));
  }
}
