package io.isthmus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as it came over the wire. */
@SuppressWarnings("ArrayRecordComponent") // compared through its JSON
public record Reply(int status, Map<String, String> headers, byte[] body) {

  private static final JsonMapper JSON = new JsonMapper();

  /** What an answer may not tell: classes, stack traces, places on the disk. */
  private static final String[] INTERNAL = {
    "Exception",
    "Error:",
    "io.isthmus",
    "org.",
    "java.",
    "javax.",
    "jakarta.",
    "tools.jackson",
    "\tat ",
    "Tomcat",
    "/tmp",
    System.getProperty("user.dir"),
    System.getProperty("user.home"),
    Path.of("").toAbsolutePath().toString(),
    TestModel.ROOT.toAbsolutePath().normalize().toString(),
    "efficientnet_b0.zip"
  };

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The body as JSON. */
  public JsonNode json() {
    return JSON.readTree(body);
  }

  /** The value of a header, or an empty text. */
  public String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }

  /** Whether it says where it ends, so that nobody waits for the connection's end. */
  public boolean tellsItsEnd() {
    return headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
  }

  /**
   * Checks that this is problem details with that status, and nothing that the client may not see.
   */
  public void isProblem(int expected) {
    assertThat(status).as("status of: %s", text()).isEqualTo(expected);
    tellsNothingInternal();
    assertThat(header("content-type")).startsWith("application/problem+json");
    JsonNode problem = json();
    assertThat(problem.path("status").asInt()).isEqualTo(expected);
    assertThat(problem.path("title").asString()).isNotBlank();
  }

  /** The status and what problem details say, in one line. */
  public String problem() {
    JsonNode problem = json();
    String detail = problem.path("detail").asString("");
    return status
        + " "
        + problem.path("title").asString()
        + (detail.isEmpty() ? "" : ": " + detail);
  }

  /** Checks the body. */
  public void tellsNothingInternal() {
    assertThat(text()).doesNotContain(INTERNAL);
    assertThat(headers).doesNotContainKeys("server", "x-powered-by");
  }
}
