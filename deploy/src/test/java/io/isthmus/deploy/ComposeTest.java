package io.isthmus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposeTest {

  private static final Compose COMPOSE = Compose.read("docker-compose.yml");
  private static final Compose TLS = Compose.read("docker-compose.tls.yml");
  private static final List<String> OURS = List.of("edge", "device");

  @Test
  void edgeAndDeviceComeByThemselvesAndTheRestWithAProfile() {
    assertThat(COMPOSE.services()).containsOnlyKeys("edge", "device", "prometheus", "grafana");
    COMPOSE
        .services()
        .forEach(
            (name, service) ->
                assertThat(service.profiles())
                    .as(name)
                    .isEqualTo(OURS.contains(name) ? List.of() : List.of("observability")));
  }

  @Test
  void networksVolumesAndServicesThatAreNamedAreThere() {
    COMPOSE
        .services()
        .forEach(
            (name, service) -> {
              assertThat(COMPOSE.networks().keySet()).as(name).containsAll(service.networks());
              assertThat(COMPOSE.services().keySet()).as(name).containsAll(service.waitsFor());
              assertThat(COMPOSE.volumes().keySet())
                  .as(name)
                  .containsAll(
                      service.volumes().stream()
                          .map(ComposeTest::source)
                          .filter(source -> source.matches("[a-z-]+"))
                          .toList());
            });
  }

  @Test
  void filesThatAreMountedAreInTheRepository() {
    assertThat(COMPOSE.services().values())
        .flatExtracting(Compose.Service::volumes)
        .map(ComposeTest::source)
        .filteredOn(source -> source.startsWith("."))
        .isNotEmpty()
        .allSatisfy(source -> assertThat(Repository.ROOT.resolve(source)).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void aServiceSetsPropertiesThatExist(String name) {
    Map<String, String> environment = service(name).environment();
    assertThat(Settings.unknown(environment.keySet())).isEmpty();
    Settings.bind(environment);
  }

  @Test
  void theDeviceMeasuresItsProfileAfterTheEdgesIsComplete() {
    assertThat(service("device").waitsFor()).contains("edge");
    assertThat(service("edge").environment())
        .containsEntry("ISTHMUS_MODEL_PROFILEREADY", "complete");
  }

  @Test
  void withTlsTheEdgeSetsPropertiesThatExist() {
    Map<String, String> environment = tlsEdge().environment();
    assertThat(Settings.unknown(environment.keySet())).isEmpty();
    assertThat(environment)
        .containsEntry("SPRING_PROFILES_ACTIVE", "tls")
        .containsEntry("ISTHMUS_SECURITY_PLAINNETWORK", "false");
    String folder = tlsEdge().volumes().get(0).replaceFirst(".*}:", "").replace(":ro", "");
    assertThat(environment.values().stream().filter(value -> value.startsWith("/")))
        .hasSize(3)
        .allSatisfy(file -> assertThat(file).startsWith(folder + "/"));
  }

  private static Compose.Service tlsEdge() {
    return Objects.requireNonNull(TLS.services().get("edge"));
  }

  @Test
  void aVariableThatNamesNoPropertyIsNoticed() {
    assertThat(Settings.unknown(Set.of("ISTHMUS_EDGE_ULR", "ISTHMUS_EDGE_URL")))
        .containsExactly("ISTHMUS_EDGE_ULR");
  }

  @Test
  void theDeviceCallsTheEdgeWhereItListens() {
    URI edge =
        URI.create(Objects.requireNonNull(service("device").environment().get("ISTHMUS_EDGE_URL")));
    assertThat(COMPOSE.services()).containsKey(edge.getHost());
    assertThat(edge.getPort()).isEqualTo(Image.applicationPort("edge"));
    assertThat(service("device").networks()).containsAnyElementsOf(service("edge").networks());
  }

  @Test
  void onlyThisMachineReachesWhatIsWithoutTls() {
    Stream<String> ports =
        COMPOSE.services().values().stream().flatMap(service -> service.ports().stream());
    assertThat(ports).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    assertThat(service("edge").networks())
        .allSatisfy(
            network ->
                assertThat(Objects.requireNonNull(COMPOSE.networks().get(network)).internal())
                    .isTrue());
    assertThat(service("device").ports())
        .containsExactly("127.0.0.1:8080:" + Image.applicationPort("device"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void aServiceHasNoRightThatItDoesNotNeed(String name) {
    Compose.Service service = service(name);
    assertThat(service.readOnly()).isTrue();
    assertThat(service.capDrop()).containsExactly("ALL");
    assertThat(service.securityOpt()).containsExactly("no-new-privileges:true");
    assertThat(service.tmpfs()).containsExactly("/tmp");
    assertThat(service.volumes()).containsExactly(name + "-state:" + Image.volume());
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void aServiceIsBuiltFromTheRepository(String name) {
    Compose.Build build = Objects.requireNonNull(service(name).build());
    assertThat(build.context()).isEqualTo(".");
    assertThat(build.args()).isEqualTo(Map.of("SERVICE", name));
    assertThat(Image.instructions("ARG")).contains("SERVICE");
  }

  private static Compose.Service service(String name) {
    return Objects.requireNonNull(COMPOSE.services().get(name));
  }

  private static String source(String volume) {
    return volume.substring(0, volume.indexOf(':'));
  }
}
