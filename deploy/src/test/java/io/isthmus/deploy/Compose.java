package io.isthmus.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What our Compose files use of Compose; another key fails the parsing. */
record Compose(
    Map<String, Service> services,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Network> networks,
    @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Volume> volumes) {

  record Service(
      @Nullable String image,
      @Nullable Build build,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> profiles,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, String> environment,
      @JsonProperty("depends_on") @Nullable JsonNode dependsOn,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> ports,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> volumes,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> networks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> tmpfs,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("cap_drop") @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> capDrop,
      @JsonProperty("security_opt") @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> securityOpt,
      @Nullable String restart,
      @JsonProperty("stop_grace_period") @Nullable String stopGracePeriod,
      @JsonProperty("mem_limit") @Nullable String memLimit) {

    /** The services that this one waits for. */
    List<String> waitsFor() {
      List<String> names = new ArrayList<>();
      if (dependsOn != null && dependsOn.isArray()) {
        dependsOn.forEach(name -> names.add(name.asText()));
      } else if (dependsOn != null) {
        dependsOn.fieldNames().forEachRemaining(names::add);
      }
      return names;
    }
  }

  record Build(String context, Map<String, String> args) {}

  record Network(boolean internal) {}

  record Volume() {}

  /** One of the services. */
  Service service(String name) {
    return Objects.requireNonNull(services.get(name), name);
  }

  /** Reads one of the repository's Compose files. */
  static Compose read(String file) {
    Map<String, Object> document = new LinkedHashMap<>(Repository.yaml(file));
    document.keySet().removeIf(key -> key.startsWith("x-"));
    return new ObjectMapper().convertValue(document, Compose.class);
  }
}
