package io.isthmus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTest {

  private static final List<String> CONTEXT =
      Repository.text(".dockerignore").lines().filter(line -> line.startsWith("!")).toList();

  @Test
  void whatTheImageCopiesIsInTheRepositoryAndInTheContext() {
    List<String> sources =
        Image.instructions("COPY").stream()
            .filter(copy -> !copy.startsWith("--from") && !copy.startsWith(". "))
            .flatMap(copy -> Stream.of(copy.split(" +")).limit(copy.split(" +").length - 1))
            .map(source -> source.replace("$MODEL", defaultModel()).replace("[n]", "n"))
            .toList();
    assertThat(sources)
        .contains("models/efficientnet_b0.zip", "models/efficientnet_b0.calibration.json");
    assertThat(sources)
        .allSatisfy(
            source -> {
              assertThat(Repository.ROOT.resolve(source)).exists();
              assertThat(CONTEXT).anyMatch(entry -> covers(entry, "!" + source));
            });
  }

  private static String defaultModel() {
    return Image.find("(?m)^ARG MODEL=(.*)$", "Dockerfile");
  }

  private static boolean covers(String entry, String source) {
    int star = entry.indexOf('*');
    return star < 0
        ? source.startsWith(entry)
        : source.startsWith(entry.substring(0, star)) && source.endsWith(entry.substring(star + 1));
  }

  @Test
  void mavenFindsEveryModuleInTheContext() {
    List<String> modules =
        Pattern.compile("<module>(.*)</module>")
            .matcher(Repository.text("pom.xml"))
            .results()
            .map((MatchResult module) -> module.group(1))
            .toList();
    assertThat(modules).contains("edge-service", "device-service");
    assertThat(modules)
        .allSatisfy(module -> assertThat(CONTEXT).contains("!" + module + "/pom.xml"));
  }

  @Test
  void whatIsInTheContextIsInTheRepository() {
    assertThat(CONTEXT)
        .filteredOn(entry -> !entry.contains("*"))
        .allSatisfy(entry -> assertThat(Repository.ROOT.resolve(entry.substring(1))).exists());
  }

  @Test
  void everyStageThatIsCopiedFromIsThere() {
    List<String> stages =
        Image.instructions("FROM").stream()
            .filter(from -> from.contains(" AS "))
            .map(from -> from.substring(from.indexOf(" AS ") + 4))
            .toList();
    assertThat(Image.instructions("COPY"))
        .filteredOn(copy -> copy.startsWith("--from="))
        .isNotEmpty()
        .allSatisfy(copy -> assertThat(stages).contains(copy.substring(7, copy.indexOf(' '))));
  }

  @Test
  void aBaseImageHasAVersion() {
    assertThat(Image.instructions("FROM")).contains("${BASE}");
    Stream<String> ofBase =
        Image.instructions("ARG").stream()
            .filter(argument -> argument.startsWith("BASE="))
            .map(argument -> argument.substring("BASE=".length()));
    assertThat(Stream.concat(Image.instructions("FROM").stream(), ofBase))
        .filteredOn(from -> from.contains(":"))
        .hasSize(3)
        .allSatisfy(
            from -> assertThat(from).matches("(--platform=\\S+ )?[a-z-]+:[a-z0-9.-]+( AS .*)?"))
        .noneSatisfy(from -> assertThat(from).contains("latest"));
  }

  @Test
  void theServiceIsNotRootAndAllThatItWritesIsAVolume() {
    assertThat(Image.user()).isGreaterThanOrEqualTo(10000);
    assertThat(Image.volume()).isEqualTo("/home/isthmus/.isthmus");
    assertThat(Image.DOCKERFILE).contains("--home-dir /home/isthmus ");
  }

  @Test
  void theImageHasTheOptionsOfTheLauncher() {
    for (String option :
        List.of("common_opts", "heap", "compiler", "service_opts", "always", "malloc")) {
      String line = "(?m)^" + option + "=\"(.*)\"$";
      assertThat(Image.find(line, "deploy/image/start"))
          .as(option)
          .isEqualTo(Image.find(line, "isthmus"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"isthmus", "deploy/image/start"})
  void aServiceThatHasNoMemoryLeftEnds_whateverOptionsItsUserGivesIt(String script) {
    assertThat(Image.find("(?m)^always=\"(.*)\"$", script))
        .isEqualTo("-XX:+ExitOnOutOfMemoryError");
    String lines = Repository.text(script).replace("\\\n", " ");
    assertThat(lines).containsPattern("exec \\S*java\"? \"\\$always\" .*-jar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void theImageKeepsAsMuchFreeMemoryAsTheLauncher(String service) {
    assertThat(Image.find(service + "\\) .*keep_free=(\\d+)", "deploy/image/start"))
        .isEqualTo(Image.find("keep_free (\\d+)\n +service " + service, "isthmus"));
  }

  /** A variable would outrank the file that an operator mounts. */
  @Test
  void thePackageOfTheImageIsADefault_asTheLaunchersIs() {
    assertThat(Image.DOCKERFILE).doesNotContain("ISTHMUS_MODEL_PACKAGE");
    assertThat(Image.find("-Dio.isthmus.default-package=\\$root/(\\S+)\"", "deploy/image/start"))
        .isEqualTo(Image.find("default_package=\"\\$root/(.*)\"", "isthmus"));
    assertThat(Repository.text("isthmus"))
        .contains("-Dio.isthmus.default-package=$default_package");
  }

  @Test
  void theTrainingRunIsTheLaunchers() {
    for (String argument :
        List.of(
            "--isthmus.model.profile-batches=1",
            "--isthmus.model.profile-time=1ms",
            "--isthmus.edge.url=",
            "request=/tail/0",
            "request=\"/infer?split=local\"")) {
      assertThat(Repository.text("deploy/image/prepare")).contains(argument);
      assertThat(Repository.text("isthmus")).contains(argument);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge", "device"})
  void theJarsThatTheImageCopiesAreWhatMavenMakes(String service) {
    assertThat(Image.DOCKERFILE).contains("/src/$SERVICE-service/target/$SERVICE-service-exec.jar");
    assertThat(Repository.text(service + "-service/pom.xml"))
        .contains("<finalName>" + service + "-service</finalName>")
        .contains("<classifier>exec</classifier>");
  }

  @Test
  void scriptsCanBeExecuted() throws IOException {
    try (Stream<Path> scripts = Files.list(Repository.ROOT.resolve("deploy/image"))) {
      assertThat(scripts).isNotEmpty().allMatch(Files::isExecutable);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 503})
  void aContainerIsHealthyIfItsServiceIsReady(int status) throws Exception {
    HttpServer actuator = HttpServer.create(loopback(), 0);
    actuator.createContext("/", exchange -> respond(exchange, 404));
    actuator.createContext("/actuator/health/readiness", exchange -> respond(exchange, status));
    actuator.start();
    try {
      assertThat(healthy(actuator.getAddress().getPort()) == 0).isEqualTo(status == 200);
    } finally {
      actuator.stop(0);
    }
    assertThat(healthy(actuator.getAddress().getPort())).as("nobody listens").isNotZero();
  }

  private static void respond(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static int healthy(int port) throws Exception {
    return Programs.exitCode(
        Map.of("ISTHMUS_SERVICE", "edge", "MANAGEMENT_SERVER_PORT", String.valueOf(port)),
        Repository.ROOT.resolve("deploy/image/healthy").toString());
  }
}
