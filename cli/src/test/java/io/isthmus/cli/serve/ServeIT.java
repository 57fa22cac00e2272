package io.isthmus.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.cli.service.Payload;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The command as its user starts it: a process, and the two services that it starts. */
class ServeIT {

  private static final Checkout CHECKOUT = Checkout.find();
  private static final String READY = "dashboard: ";

  private static Process start(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(CHECKOUT.launcher().toString(), "serve"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("ISTHMUS_NO_BUILD", "1");
    return builder.start();
  }

  private static String[] roughly(String... arguments) {
    List<String> all = new ArrayList<>(List.of(CHECKOUT.defaultPackage().toString()));
    all.addAll(List.of(arguments));
    all.addAll(
        List.of(
            "--",
            "--isthmus.model.profile-batches=1,2",
            "--isthmus.model.profile-time=20ms",
            "--isthmus.accuracy=0.02"));
    return all.toArray(String[]::new);
  }

  @Test
  @Timeout(180)
  void aPackageIsServedByBothServicesUntilTheCommandEnds() throws Exception {
    Process serve = start(roughly("--port", "0", "--rate", "8MB/s"));
    try (BufferedReader out = serve.inputReader()) {
      String line = out.readLine();
      assertThat(line).startsWith(READY + "http://127.0.0.1:");
      DeviceClient device = new DeviceClient(URI.create(line.substring(READY.length())));
      Path boot = CHECKOUT.samples().resolve("ankle-boot.png");
      Payload picture = Payload.photographs(List.of(Files.readAllBytes(boot)));
      JsonNode answer = device.infer(picture, "split=offload", JsonNode.class).answer();
      assertThat(answer.at("/results/0/classes/0/label").asString()).isEqualTo("ankle boot");
      assertThat(answer.at("/degraded").asBoolean()).as("the edge answered").isFalse();
      assertThat(
              device
                  .infer(picture, "", JsonNode.class)
                  .answer()
                  .at("/decision/accuracy")
                  .asString())
          .as("properties behind -- reach the device")
          .isEqualTo("0.02");

      List<ProcessHandle> services = serve.descendants().toList();
      assertThat(services).hasSizeGreaterThanOrEqualTo(2);
      serve.destroy();
      assertThat(serve.waitFor(30, TimeUnit.SECONDS)).isTrue();
      for (ProcessHandle service : services) {
        service.onExit().get(10, TimeUnit.SECONDS);
      }
    } finally {
      serve.descendants().forEach(ProcessHandle::destroyForcibly);
      serve.destroyForcibly();
    }
  }
}
