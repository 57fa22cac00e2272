package io.isthmus.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import io.isthmus.hostile.Multipart;
import io.isthmus.hostile.RawHttp;
import io.isthmus.hostile.Reply;
import io.isthmus.hostile.Request;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** A service's OpenAPI document: complete, and true in its examples and schemas. */
public abstract class OpenApiContract {

  @LocalServerPort private int port;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  private RequestMappingHandlerMapping mapping;

  private JsonNode document;
  private JsonSchema schemas;

  private record Operation(String method, String path, JsonNode json) {
    String name() {
      return method + " " + path;
    }

    /** A stream of events has no answer that could be waited for. */
    boolean isEndless() {
      return json.at("/responses/200/content").has("text/event-stream");
    }
  }

  @BeforeEach
  void theDocumentIsServed() throws Exception {
    Reply reply = RawHttp.send(port, Request.get("/v3/api-docs")).orElseThrow();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    document = reply.json();
    schemas = new JsonSchema(document);
  }

  private List<Operation> operations() {
    List<Operation> all = new ArrayList<>();
    JsonNode paths = document.path("paths");
    for (String path : paths.propertyNames()) {
      for (String method : paths.path(path).propertyNames()) {
        all.add(
            new Operation(method.toUpperCase(Locale.ROOT), path, paths.path(path).path(method)));
      }
    }
    assertThat(all).isNotEmpty();
    return all;
  }

  @Test
  void everyRouteIsDescribed_andNoOther() {
    Set<String> served =
        mapping.getHandlerMethods().entrySet().stream()
            .filter(e -> e.getValue().getBeanType().getName().startsWith("io.isthmus"))
            .flatMap(
                e ->
                    e.getKey().getMethodsCondition().getMethods().stream()
                        .flatMap(
                            method ->
                                e.getKey().getPatternValues().stream()
                                    .map(path -> method + " " + path)))
            .filter(route -> !route.equals("GET /v3/api-docs"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(operations().stream().map(Operation::name).collect(Collectors.toSet()))
        .isEqualTo(served);
  }

  @Test
  void everyExampleOfAnAnswerIsOfItsSchema() {
    for (Operation operation : operations()) {
      JsonNode responses = operation.json().path("responses");
      for (String status : responses.propertyNames()) {
        JsonNode content = responses.path(status).path("content");
        for (String type : content.propertyNames()) {
          JsonNode example = content.path(type).path("example");
          String where = operation.name() + " " + status + " " + type;
          assertThat(example.isMissingNode())
              .as("%s: all but raw bytes have an example", where)
              .isEqualTo(!type.endsWith("json"));
          if (type.endsWith("json")) {
            schemas.check(content.path(type).path("schema"), example, where);
          }
          if (Integer.parseInt(status) >= 400 && type.contains("problem")) {
            assertThat(example.path("status").asString()).as(where).isEqualTo(status);
          }
        }
      }
    }
  }

  /** Sends each example as it stands; of its answer the document must have told the truth. */
  @Test
  void everyExampleOfARequestIsAnsweredAsTheDocumentSays() throws Exception {
    int sent = 0;
    List<Operation> operations =
        operations().stream().filter(operation -> !operation.isEndless()).toList();
    for (Operation operation : operations) {
      for (Request request : requests(operation)) {
        Reply reply = RawHttp.send(port, request).orElseThrow();
        isDocumented(operation, reply);
        sent++;
      }
    }
    assertThat(sent).isGreaterThanOrEqualTo(operations.size());
  }

  private void isDocumented(Operation operation, Reply reply) {
    String where = operation.name() + " gave " + reply.status() + " " + reply.text();
    assertThat(reply.status()).as(where).isBetween(200, 299);
    JsonNode response = operation.json().path("responses").path("" + reply.status());
    assertThat(response.isObject()).as(where).isTrue();
    for (String header : response.path("headers").propertyNames()) {
      boolean onlyOfRawBytes = header.equals("Inference-Header-Content-Length");
      assertThat(reply.headers().containsKey(header.toLowerCase(Locale.ROOT)))
          .as("%s: the header %s", operation.name(), header)
          .isEqualTo(!onlyOfRawBytes);
    }
    if (reply.body().length == 0) {
      assertThat(response.has("content")).as(where).isFalse();
      return;
    }
    JsonNode media = response.path("content").path(reply.header("content-type"));
    assertThat(media.isObject()).as("%s as %s", where, reply.header("content-type")).isTrue();
    if (reply.header("content-type").endsWith("json")) {
      schemas.check(media.path("schema"), reply.json(), operation.name());
    }
  }

  private List<Request> requests(Operation operation) throws IOException {
    String target = target(operation);
    List<Request> requests = new ArrayList<>();
    JsonNode content = operation.json().at("/requestBody/content");
    if (content.isMissingNode()) {
      requests.add(Request.of(operation.method(), target));
    }
    for (String type : content.propertyNames()) {
      JsonNode media = content.path(type);
      for (byte[] body : bodies(media)) {
        boolean multipart = type.startsWith("multipart");
        requests.add(
            Request.post(
                target,
                multipart ? Multipart.TYPE : type,
                multipart ? Multipart.images(List.of(body)) : body));
      }
    }
    assertThat(requests).as("%s has an example", operation.name()).isNotEmpty();
    return requests.stream().map(request -> withHeaders(operation, request)).toList();
  }

  private static List<byte[]> bodies(JsonNode media) throws IOException {
    List<byte[]> bodies = new ArrayList<>();
    if (media.has("example")) {
      JsonNode example = media.path("example");
      String text = example.isString() ? example.asString() : example.toString();
      bodies.add(text.getBytes(StandardCharsets.UTF_8));
    }
    for (JsonNode example : media.path("examples")) {
      String file = example.path("externalValue").asString();
      bodies.add(Files.readAllBytes(TestModel.ROOT.resolve(file)));
    }
    return bodies;
  }

  private static String target(Operation operation) {
    String path = operation.path();
    List<String> query = new ArrayList<>();
    for (JsonNode parameter : operation.json().path("parameters")) {
      String name = parameter.path("name").asString();
      String value = parameter.path("example").asString();
      if (parameter.path("in").asString().equals("path")) {
        path = path.replace("{" + name + "}", value);
      } else if (parameter.path("in").asString().equals("query")) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    assertThat(path).doesNotContain("{");
    return query.isEmpty() ? path : path + "?" + String.join("&", query);
  }

  /** The fingerprint is another with every package. */
  private static Request withHeaders(Operation operation, Request request) {
    for (JsonNode parameter : operation.json().path("parameters")) {
      if (parameter.path("name").asString().equals("Isthmus-Model")) {
        return request.with("Isthmus-Model", TestModel.model().network().fingerprint());
      }
    }
    return request;
  }

  @Test
  void theDocumentationHasEveryRouteWithItsStatuses() throws Exception {
    String page = Files.readString(TestModel.ROOT.resolve("docs/api.md"));
    for (Operation operation : operations()) {
      String statuses = String.join(", ", operation.json().path("responses").propertyNames());
      assertThat(page)
          .contains(
              "- `%s`: %s.\n  Answers: %s\n"
                  .formatted(
                      operation.name(), operation.json().path("summary").asString(), statuses));
    }
  }
}
