package io.isthmus.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.PodsMetricSource;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls"})
  void everyDocumentIsOfKubernetesModel(String overlay) {
    assertThat(Cluster.of(overlay).objects())
        .extracting(HasMetadata::getKind)
        .containsExactlyInAnyOrder(
            "Namespace",
            "Deployment",
            "DaemonSet",
            "Service",
            "Service",
            "HorizontalPodAutoscaler",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "NetworkPolicy");
  }

  @Test
  void aFieldThatKubernetesLacksIsNoticedHoweverDeepItIs() throws Exception {
    for (String wrong :
        List.of(
            "{'kind':'Service','apiVersion':'v1','spec':{'port':1}}",
            "{'kind':'Deployment','apiVersion':'apps/v1','spec':{'template':{'spec':"
                + "{'containers':[{'name':'a','readinesProbe':{}}]}}}}",
            "{'kind':'HorizontalPodAutoscaler','apiVersion':'autoscaling/v2','spec':"
                + "{'metrics':[{'type':'Pods','pods':{'target':{'averageVal':1}}}]}}")) {
      JsonNode document = MAPPER.readTree(wrong.replace('\'', '"'));
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> Cluster.parse(document))
          .withMessageContaining("Unrecognized field");
    }
  }

  @Test
  void aPatchNeedsItsTarget() {
    var patch =
        new Kustomization.Patch("edge-certificate.yaml", new Kustomization.Target("Pod", "edge"));
    assertThatThrownBy(() -> patch.apply("k8s/overlays/tls", new ArrayList<>()))
        .hasMessageContaining("0 targets");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls"})
  void everythingIsInANamespaceThatIsMadeToo(String overlay) {
    Cluster cluster = Cluster.of(overlay);
    String namespace = cluster.all(Namespace.class).get(0).getMetadata().getName();
    assertThat(cluster.objects())
        .filteredOn(object -> !(object instanceof Namespace))
        .allSatisfy(object -> assertThat(object.getMetadata().getNamespace()).isEqualTo(namespace));
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void whatSelectsThePodsOfAServiceSelectsThem(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    Map<String, String> labels = cluster.pods(service).getMetadata().getLabels();
    String name = "isthmus-" + service;
    assertThat(cluster.one(Service.class, name).getSpec().getSelector()).isEqualTo(labels);
    assertThat(labels)
        .containsAllEntriesOf(
            cluster.one(NetworkPolicy.class, name).getSpec().getPodSelector().getMatchLabels());
    if (service.equals("device")) {
      assertThat(cluster.one(DaemonSet.class, name).getSpec().getSelector().getMatchLabels())
          .isEqualTo(labels);
      return;
    }
    assertThat(cluster.one(Deployment.class, name).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    assertThat(
            cluster.one(PodDisruptionBudget.class, name).getSpec().getSelector().getMatchLabels())
        .isEqualTo(labels);
    assertThat(cluster.pod(service).getTopologySpreadConstraints())
        .allSatisfy(
            spread -> assertThat(spread.getLabelSelector().getMatchLabels()).isEqualTo(labels));
  }

  @ParameterizedTest
  @CsvSource({"edge,8081,9081", "device,8080,9080"})
  void portsAreThoseThatTheImageAndTheServiceListenOn(String service, int port, int actuator) {
    Cluster cluster = Cluster.of("plain");
    assertThat(cluster.container(service).getPorts())
        .extracting(ContainerPort::getContainerPort)
        .containsExactly(port, actuator);
    assertThat(Image.applicationPort(service)).isEqualTo(port);
    assertThat(Image.actuatorPort(service)).isEqualTo(actuator);
    assertThat(Image.exposed()).contains(port, actuator);
    assertThat(cluster.pods(service).getMetadata().getAnnotations())
        .containsEntry("prometheus.io/port", String.valueOf(actuator));
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void portsThatAreNamedAreTheContainers(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    Container container = cluster.container(service);
    List<String> names = container.getPorts().stream().map(ContainerPort::getName).toList();
    assertThat(cluster.one(Service.class, "isthmus-" + service).getSpec().getPorts())
        .allSatisfy(port -> assertThat(names).contains(port.getTargetPort().getStrVal()));
    assertThat(
            cluster.one(NetworkPolicy.class, "isthmus-" + service).getSpec().getIngress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(NetworkPolicyPort::getPort)
                .map(IntOrString::getStrVal))
        .containsExactlyElementsOf(names);
    assertThat(probes(container))
        .allSatisfy(
            probe -> {
              assertThat(probe.getPort().getStrVal()).isEqualTo("actuator");
              assertThat(probe.getPath()).matches("/actuator/health/(liveness|readiness)");
            });
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void noProbeThatEndsAContainerWaitsForTheProfile(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    Container container = cluster.container(service);
    assertThat(Stream.of(container.getStartupProbe(), container.getLivenessProbe()))
        .allSatisfy(
            probe ->
                assertThat(probe.getHttpGet().getPath()).isEqualTo("/actuator/health/liveness"));
    assertThat(container.getReadinessProbe().getHttpGet().getPath())
        .isEqualTo("/actuator/health/readiness");
    assertThat(cluster.configMap("isthmus-" + service))
        .as("ready with the first size")
        .doesNotContainKey("ISTHMUS_MODEL_PROFILEREADY");
  }

  private static Stream<HTTPGetAction> probes(Container container) {
    return Stream.of(
            container.getStartupProbe(),
            container.getReadinessProbe(),
            container.getLivenessProbe())
        .map(Objects::requireNonNull)
        .map(Probe::getHttpGet);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls"})
  void theDeviceMayReachTheServiceThatItsConfigurationNames(String overlay) {
    Cluster cluster = Cluster.of(overlay);
    URI edge =
        URI.create(
            Objects.requireNonNull(cluster.configMap("isthmus-device").get("ISTHMUS_EDGE_URL")));
    assertThat(edge.getScheme()).isEqualTo(overlay.equals("tls") ? "https" : "http");
    Service service = cluster.one(Service.class, edge.getHost());
    assertThat(service.getSpec().getPorts())
        .anySatisfy(port -> assertThat(port.getPort()).isEqualTo(edge.getPort()));
    Map<String, String> edges = cluster.pods("edge").getMetadata().getLabels();
    Map<String, String> devices = cluster.pods("device").getMetadata().getLabels();
    assertThat(cluster.one(NetworkPolicy.class, "isthmus-edge").getSpec().getIngress())
        .anySatisfy(
            rule ->
                assertThat(rule.getFrom())
                    .anySatisfy(
                        from ->
                            assertThat(from.getPodSelector().getMatchLabels()).isEqualTo(devices)));
    assertThat(cluster.one(NetworkPolicy.class, "isthmus-device").getSpec().getEgress())
        .anySatisfy(
            rule ->
                assertThat(rule.getTo())
                    .anySatisfy(
                        to ->
                            assertThat(edges)
                                .containsAllEntriesOf(to.getPodSelector().getMatchLabels())));
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void theConfigurationIsThereAndSetsPropertiesThatExist(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    Container container = cluster.container(service);
    assertThat(container.getEnv()).isEmpty();
    assertThat(container.getEnvFrom()).hasSize(1);
    Map<String, String> configuration =
        cluster.configMap(container.getEnvFrom().get(0).getConfigMapRef().getName());
    assertThat(configuration).isNotEmpty();
    assertThat(Settings.unknown(configuration.keySet())).isEmpty();
    Settings.bind(configuration);
    assertThat(configuration.containsKey("ISTHMUS_SECURITY_PLAINNETWORK"))
        .as("a plain network only where the overlay is called so")
        .isEqualTo(overlay.equals("plain"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void withTlsTheFilesNamedAreInASecretThatIsMounted(String service) {
    Cluster cluster = Cluster.of("tls");
    VolumeMount mount = mount(cluster.container(service), "tls");
    assertThat(cluster.configMap("isthmus-" + service))
        .containsEntry("ISTHMUS_TLS_CERTIFICATE", mount.getMountPath() + "/tls.crt")
        .containsEntry("ISTHMUS_TLS_PRIVATEKEY", mount.getMountPath() + "/tls.key")
        .containsEntry("ISTHMUS_TLS_TRUST", mount.getMountPath() + "/ca.crt");
    Volume volume = volume(cluster.pod(service), "tls");
    assertThat(volume.getSecret().getSecretName()).isEqualTo("isthmus-" + service + "-tls");
    assertThat(volume.getSecret().getDefaultMode()).isEqualTo(0440);
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void aPodHasNoRightThatItDoesNotNeed(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    PodSpec pod = cluster.pod(service);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(Image.user());
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(Image.user());
    SecurityContext context = cluster.container(service).getSecurityContext();
    assertThat(context.getReadOnlyRootFilesystem()).isTrue();
    assertThat(context.getAllowPrivilegeEscalation()).isFalse();
    assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(cluster.container(service).getPorts())
        .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
  }

  @ParameterizedTest
  @CsvSource({"plain,edge", "plain,device", "tls,edge", "tls,device"})
  void whatIsMountedIsThereAndIsWhereTheImageWrites(String overlay, String service) {
    Cluster cluster = Cluster.of(overlay);
    PodSpec pod = cluster.pod(service);
    Container container = cluster.container(service);
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyElementsOf(pod.getVolumes().stream().map(Volume::getName).toList());
    assertThat(mount(container, "state").getMountPath()).isEqualTo(Image.volume());
    assertThat(mount(container, "tmp").getMountPath()).isEqualTo("/tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void coresAndMemoryAreAPodsOwnAndItsThreadsFitThem(String service) {
    Cluster cluster = Cluster.of("plain");
    var resources = cluster.container(service).getResources();
    assertThat(resources.getRequests()).isEqualTo(resources.getLimits());
    assertThat(Objects.requireNonNull(resources.getLimits().get("cpu")).getAmount())
        .isEqualTo(cluster.configMap("isthmus-" + service).get("ISTHMUS_INFERENCE_THREADS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void imagesAreThoseThatComposeBuilds(String service) {
    String image = Cluster.of("plain").container(service).getImage();
    assertThat(Compose.read("docker-compose.yml").service(service).image()).isEqualTo(image);
  }

  @Test
  void theAutoscalerScalesTheEdgeByTheMetricThatTheAdapterOffers() {
    Cluster cluster = Cluster.of("plain");
    var scaler = cluster.one(HorizontalPodAutoscaler.class, "isthmus-edge").getSpec();
    Deployment edge = cluster.one(Deployment.class, scaler.getScaleTargetRef().getName());
    assertThat(scaler.getScaleTargetRef().getKind()).isEqualTo(edge.getKind());
    assertThat(scaler.getScaleTargetRef().getApiVersion()).isEqualTo(edge.getApiVersion());
    assertThat(edge.getSpec().getReplicas()).as("left to the autoscaler").isNull();
    PodsMetricSource metric = scaler.getMetrics().get(0).getPods();
    assertThat(metric.getTarget().getAverageValue().getNumericalAmount())
        .isEqualByComparingTo("0.05");
    String adapter = Repository.text("k8s/prometheus-adapter.yaml");
    assertThat(adapter)
        .contains("as: " + metric.getMetric().getName() + "\n")
        .contains("seriesQuery: " + metric.getMetric().getName() + "{");
    Repository.yaml("k8s/prometheus-adapter.yaml");
  }

  @Test
  void theAutoscalersMetricIsOneOfTheEdges() {
    String metric =
        Cluster.of("plain")
            .one(HorizontalPodAutoscaler.class, "isthmus-edge")
            .getSpec()
            .getMetrics()
            .get(0)
            .getPods()
            .getMetric()
            .getName();
    String meter = metric.replaceAll("_seconds$", "").replace('_', '.'); // as Micrometer names it
    assertThat(Repository.text("docs/metrics.md"))
        .contains("| `%s` | edge | gauge | seconds |".formatted(meter));
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "tls"})
  void kubectlComesToTheSame(String overlay) throws Exception {
    assumeTrue(Programs.has("kubectl"), "kubectl is installed");
    String built =
        Programs.run(
                "kubectl",
                "kustomize",
                Repository.ROOT.resolve("k8s/overlays/" + overlay).toString())
            .replaceAll("(name: isthmus-(?:edge|device))-[a-z0-9]{10}\n", "$1\n");
    Kustomization.Built ours = Kustomization.build("k8s/overlays/" + overlay);
    List<JsonNode> theirs =
        Repository.documents(built).stream().<JsonNode>map(MAPPER::valueToTree).toList();
    assertThat(theirs)
        .filteredOn(document -> !document.path("kind").asText().equals("ConfigMap"))
        .containsExactlyInAnyOrderElementsOf(ours.documents());
    assertThat(theirs)
        .filteredOn(document -> document.path("kind").asText().equals("ConfigMap"))
        .extracting(document -> document.path("data"))
        .containsExactlyInAnyOrderElementsOf(
            ours.configMaps().values().stream().<JsonNode>map(MAPPER::valueToTree).toList());
  }

  private static VolumeMount mount(Container container, String name) {
    return container.getVolumeMounts().stream()
        .filter(mount -> mount.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Volume volume(PodSpec pod, String name) {
    return pod.getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
