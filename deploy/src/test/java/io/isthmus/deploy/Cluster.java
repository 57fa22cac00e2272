package io.isthmus.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An overlay in the types of Kubernetes. */
record Cluster(List<HasMetadata> objects, Map<String, Map<String, String>> configMaps) {

  /** Builds an overlay; throws IllegalArgumentException for a field that Kubernetes lacks. */
  static Cluster of(String overlay) {
    Kustomization.Built built = Kustomization.build("k8s/overlays/" + overlay);
    return new Cluster(built.documents().stream().map(Cluster::parse).toList(), built.configMaps());
  }

  /** A ConfigMap by the name that it was generated from. */
  Map<String, String> configMap(String name) {
    return Objects.requireNonNull(configMaps.get(name), name);
  }

  static HasMetadata parse(JsonNode document) {
    try {
      return strict().treeToValue(document, HasMetadata.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(document.path("kind") + ": " + e.getMessage(), e);
    }
  }

  /** The model's types take up any field, to pass it on; here it has to be one of their own. */
  private static ObjectMapper strict() {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .setAnnotationIntrospector(
            new JacksonAnnotationIntrospector() {
              private static final long serialVersionUID = 1L;

              @Override
              public @Nullable Boolean hasAnySetter(Annotated annotated) {
                return super.hasAnySetter(annotated) == null ? null : Boolean.FALSE;
              }
            });
  }

  <T extends HasMetadata> T one(Class<T> type, String name) {
    List<T> found =
        all(type).stream().filter(object -> name.equals(object.getMetadata().getName())).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "%d objects %s %s".formatted(found.size(), type.getSimpleName(), name));
    }
    return found.get(0);
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** What runs {@code edge} or {@code device}. */
  PodTemplateSpec pods(String service) {
    return service.equals("edge")
        ? one(Deployment.class, "isthmus-edge").getSpec().getTemplate()
        : one(DaemonSet.class, "isthmus-device").getSpec().getTemplate();
  }

  PodSpec pod(String service) {
    return pods(service).getSpec();
  }

  Container container(String service) {
    return pod(service).getContainers().get(0);
  }
}
