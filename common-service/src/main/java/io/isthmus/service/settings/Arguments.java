package io.isthmus.service.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The arguments of a service: {@code --key=value}, and nothing else. */
final class Arguments {

  /** Spring Boot's switches, which have no value. */
  private static final Set<String> SWITCHES = Set.of("--debug", "--trace");

  private static final Pattern PROPERTY = Pattern.compile("--[^=\\s]+=.*", Pattern.DOTALL);
  private static final int SHOWN = 60;

  private Arguments() {}

  /** What is wrong with the first argument that is no property, in one sentence. */
  static Optional<String> complaint(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!SWITCHES.contains(argument) && !PROPERTY.matcher(argument).matches()) {
        String next = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
        return Optional.of(complaint(argument, next));
      }
    }
    return Optional.empty();
  }

  /** Only the key of an argument is repeated: its value may be a secret. */
  private static String complaint(String argument, String next) {
    String key = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
    String shown = Shown.text(key, SHOWN);
    if (!argument.startsWith("--")) {
      return "'%s' is no argument of a service: they are written --key=value".formatted(shown);
    }
    boolean blankForEquals = !argument.contains("=") && !next.isEmpty() && !next.startsWith("-");
    return blankForEquals
        ? "%s needs its value behind an equals sign, not a blank: %s=…".formatted(shown, shown)
        : "'%s' has no key or no value: arguments are written --key=value".formatted(shown);
  }
}
