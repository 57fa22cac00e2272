package io.isthmus.deploy;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of kustomize that k8s/ makes use of, so that the overlays can be looked at without it. A
 * field that is not here fails the parsing.
 */
record Kustomization(
    String apiVersion,
    String kind,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> resources,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Image> images,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Generator> configMapGenerator,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Patch> patches) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  record Image(String name, String newTag) {

    JsonNode tag(JsonNode document) {
      for (JsonNode container : document.at("/spec/template/spec/containers")) {
        if (container.path("image").asText().equals(name)) {
          ((ObjectNode) container).put("image", name + ":" + newTag);
        }
      }
      return document;
    }
  }

  record Generator(
      String name, String namespace, @Nullable String behavior, List<String> literals) {

    void generate(Map<String, Map<String, String>> configMaps) {
      boolean merges = "merge".equals(behavior);
      if (merges != configMaps.containsKey(name)) {
        throw new IllegalArgumentException(name + " is there already, or is not there to merge");
      }
      Map<String, String> data = configMaps.computeIfAbsent(name, none -> new LinkedHashMap<>());
      for (String literal : literals) {
        int equals = literal.indexOf('=');
        data.put(literal.substring(0, equals), literal.substring(equals + 1));
      }
    }
  }

  /** A JSON patch (RFC 6902) in a file. */
  record Patch(String path, Target target) {

    void apply(String folder, List<JsonNode> documents) {
      JsonNode patch = MAPPER.valueToTree(Repository.list(folder + "/" + path));
      long before = documents.stream().filter(target::matches).count();
      if (before != 1) {
        throw new IllegalArgumentException("%s has %d targets".formatted(path, before));
      }
      documents.replaceAll(
          document -> target.matches(document) ? JsonPatch.apply(patch, document) : document);
    }
  }

  /** The name is a regular expression. */
  record Target(String kind, String name) {

    boolean matches(JsonNode document) {
      return document.path("kind").asText().equals(kind)
          && document.at("/metadata/name").asText().matches(name);
    }
  }

  /** What a kustomization comes to; config maps are without the hash in their names. */
  record Built(List<JsonNode> documents, Map<String, Map<String, String>> configMaps) {}

  /** Builds the kustomization in a folder of the repository. */
  static Built build(String folder) {
    Kustomization read =
        MAPPER.convertValue(Repository.yaml(folder + "/kustomization.yaml"), Kustomization.class);
    List<JsonNode> documents = new ArrayList<>();
    Map<String, Map<String, String>> configMaps = new LinkedHashMap<>();
    for (String resource : read.resources) {
      String path = Path.of(folder, resource).normalize().toString();
      if (path.endsWith(".yaml")) {
        Repository.documents(Repository.text(path))
            .forEach(document -> documents.add(MAPPER.valueToTree(document)));
      } else {
        Built base = build(path);
        documents.addAll(base.documents);
        configMaps.putAll(base.configMaps);
      }
    }
    read.configMapGenerator.forEach(generator -> generator.generate(configMaps));
    read.patches.forEach(patch -> patch.apply(folder, documents));
    read.images.forEach(image -> documents.replaceAll(image::tag));
    return new Built(documents, configMaps);
  }
}
