package io.isthmus.deploy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The Dockerfile and its scripts. */
final class Image {

  static final String DOCKERFILE = Repository.text("Dockerfile").replace("\\\n", " ");

  private Image() {}

  /** What follows an instruction, in every place where it stands. */
  static List<String> instructions(String name) {
    return Pattern.compile("(?m)^" + name + " +(.*)$")
        .matcher(DOCKERFILE)
        .results()
        .map(result -> result.group(1).strip())
        .toList();
  }

  static long user() {
    String user = instructions("USER").get(0);
    return Long.parseLong(user.substring(0, user.indexOf(':')));
  }

  static String volume() {
    return instructions("VOLUME").get(0);
  }

  static List<Integer> exposed() {
    return Arrays.stream(instructions("EXPOSE").get(0).split(" ")).map(Integer::valueOf).toList();
  }

  static int applicationPort(String service) {
    String file = service + "-service/src/main/resources/application.yml";
    return Integer.parseInt(find("\nserver:\n  port: (\\d+)", file));
  }

  /** The port that the image starts Actuator on. */
  static int actuatorPort(String service) {
    return Integer.parseInt(find(service + "\\) actuator=(\\d+)", "deploy/image/start"));
  }

  static String find(String pattern, String file) {
    return Pattern.compile(pattern)
        .matcher(Repository.text(file))
        .results()
        .map((MatchResult result) -> result.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError(file + " has no " + pattern));
  }
}
