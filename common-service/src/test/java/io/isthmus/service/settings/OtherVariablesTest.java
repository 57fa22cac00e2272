package io.isthmus.service.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.service.start.ServiceConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the list of the scripts' variables against the scripts. */
class OtherVariablesTest {

  private static final Pattern VARIABLE = Pattern.compile("ISTHMUS_[A-Z_]+");

  @Test
  void everyVariableOfTheScriptsIsAPropertysOrKnownByName() throws IOException {
    KnownSettings known = KnownSettings.of(ServiceConfiguration.class);
    Set<String> others = new TreeSet<>();
    for (Path file : scripts()) {
      VARIABLE
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> others.add(found.group()));
    }
    others.removeIf(name -> isProperty(known, name));
    assertThat(others).isEqualTo(new TreeSet<>(OtherVariables.OF_SCRIPTS));
  }

  private static boolean isProperty(KnownSettings known, String variable) {
    GivenName name = new GivenName(variable, "", "", GivenName.Place.VARIABLE);
    return known.find(name).isPresent() || OtherService.reads(name);
  }

  private static List<Path> scripts() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String file :
        List.of("isthmus", "Dockerfile", "docker-compose.yml", "docker-compose.tls.yml")) {
      files.add(TestModel.ROOT.resolve(file));
    }
    try (Stream<Path> image = Files.list(TestModel.ROOT.resolve("deploy/image"))) {
      image.forEach(files::add);
    }
    return files;
  }
}
