package io.isthmus.service.settings;

import io.isthmus.service.settings.GivenName.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the names that are meant for Isthmus and that no service knows. */
final class UnknownNames {

  private static final String PREFIX = "isthmus.";

  private final KnownSettings known;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();

  UnknownNames(KnownSettings known) {
    this.known = known;
    for (Setting setting : known.all()) {
      properties.put(Setting.uniform(setting.name()), setting.name());
      String variable = setting.variables().get(0);
      variables.put(variable, "%s (%s)".formatted(variable, setting.name()));
    }
    OtherVariables.OF_SCRIPTS.forEach(variable -> variables.put(variable, variable));
  }

  /** One sentence for each of them. */
  List<String> complaints(List<GivenName> given) {
    Set<String> all = given.stream().map(GivenName::name).collect(Collectors.toSet());
    List<String> complaints = new ArrayList<>();
    for (GivenName name : given) {
      if (isUnknown(name, all)) {
        complaints.add(complaint(name));
      }
    }
    return complaints;
  }

  private boolean isUnknown(GivenName name, Collection<String> all) {
    if (known.find(name).isPresent()
        || (name.place() == Place.VARIABLE && OtherVariables.contain(name.name(), all))) {
      return false;
    }
    if (!name.isOwn()) {
      return meant(name).isPresent();
    }
    boolean emptyGroup = name.isEmpty() && isGroup(name); // YAML: "edge:" and no more
    return !emptyGroup && !(OtherService.reads(name) && name.place() != Place.ARGUMENT);
  }

  private boolean isGroup(GivenName name) {
    return Stream.concat(known.all().stream(), OtherService.settings().stream())
        .anyMatch(setting -> setting.isWithin(name.name()));
  }

  private String complaint(GivenName name) {
    String what =
        OtherService.reads(name)
            ? "is a property of the other service, and this one does not read it"
            : "is no property of this service";
    String hint = meant(name).map(": did you mean %s?"::formatted).orElse(".");
    return "%s, set %s, %s%s".formatted(name.shown(), name.where(), what, hint);
  }

  /** What a name was probably meant to be. */
  private Optional<String> meant(GivenName name) {
    if (name.place() == Place.VARIABLE) {
      String upper = name.name().toUpperCase(Locale.ROOT);
      return Nearest.of(upper, variables.keySet()).map(variables::get);
    }
    String uniform = Setting.uniform(name.name()).replaceAll("\\[\\d+]", "");
    return Nearest.of(uniform, properties.keySet())
        .or(() -> withoutPrefix(name, uniform))
        .or(() -> ofTheSameLastPart(uniform))
        .map(properties::get);
  }

  /** In a file it may well be a placeholder of the operator's own. */
  private Optional<String> withoutPrefix(GivenName name, String uniform) {
    return Optional.of(PREFIX + uniform)
        .filter(whole -> name.place() == Place.ARGUMENT && properties.containsKey(whole));
  }

  /** {@code isthmus.max-batch} for {@code isthmus.limits.max-batch}, where only one ends so. */
  private Optional<String> ofTheSameLastPart(String uniform) {
    if (!uniform.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String last = uniform.substring(uniform.lastIndexOf('.'));
    List<String> same = properties.keySet().stream().filter(name -> name.endsWith(last)).toList();
    return same.size() == 1 ? Optional.of(same.get(0)) : Optional.empty();
  }
}
