package io.isthmus.hostile;

import io.isthmus.tensor.Safetensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that are wrong in method, path, type or length, whatever a service does. */
public final class BadCalls {

  private final List<BadRequest> bad = new ArrayList<>();

  private BadCalls() {}

  /**
   * Bad calls.
   *
   * @param target the service's main route
   * @param good a good request to it
   * @param maxBody the largest body in bytes
   */
  public static List<BadRequest> of(String target, Request good, int maxBody) {
    BadCalls calls = new BadCalls();
    calls.addPathsAndMethods(target);
    calls.addQueries(good, target);
    calls.addTypes(good, target);
    calls.addLengths(target, maxBody);
    return calls.bad;
  }

  private void add(int status, String what, Request request) {
    bad.add(new BadRequest(what, status, request));
  }

  private void addPathsAndMethods(String target) {
    for (String path :
        new String[] {
          "/nothing",
          "/nothing/",
          "/tail",
          "/tail/3/4",
          "/../../etc/passwd",
          "/.git/config",
          "/application.yml",
          "/WEB-INF/web.xml",
          "/META-INF/MANIFEST.MF",
          "/error",
          "/model//",
          "/actuator/env",
          "/actuator/beans",
          "/actuator/heapdump",
          "/actuator/threaddump",
          "/actuator/loggers",
          "/actuator/mappings",
          "/actuator/configprops",
          "/actuator/conditions",
          "/actuator/shutdown"
        }) {
      int status = path.contains("..") ? 400 : 404;
      add(status, "GET " + path, Request.get(path));
    }
    add(404, "POST /actuator/shutdown", Request.post("/actuator/shutdown", "", new byte[0]));
    for (String method : new String[] {"GET", "DELETE", "PATCH", "TRACE", "PROPFIND"}) {
      add(405, method + " " + target, Request.of(method, target));
    }
    byte[] form = Request.ascii("a=%");
    add(
        415,
        "a form of bad escapes",
        Request.post(target, "application/x-www-form-urlencoded", form));
    add(405, "POST /model", Request.post("/model", "application/json", Request.ascii("{}")));
    add(405, "DELETE /profile", Request.of("DELETE", "/profile"));
    add(405, "POST /actuator/health", Request.post("/actuator/health", "", new byte[0]));
    for (String path : new String[] {"/model", "/profile", "/actuator/health"}) {
      add(406, "GET " + path + " as CSV", Request.get(path).with("Accept", "text/csv"));
    }
  }

  /** Whatever the route: nothing looks for a parameter before the query is known to be one. */
  private void addQueries(Request good, String target) {
    Map<String, String> queries = new LinkedHashMap<>();
    for (String query :
        new String[] {
          "%", "%zz", "a=%4", "a=%u0041", "split=%zz", "%ff", "a=%c3%28", "a=%ed%a0%80"
        }) {
      queries.put(query, query);
    }
    queries.put("=x", "=x");
    queries.put("1001 parameters", "a&".repeat(1000) + "a");
    queries.put("9 kB", "a=" + "x".repeat(9000));
    queries.forEach(
        (what, query) ->
            add(400, "the query " + what, good.at("POST " + target + "?" + query + " HTTP/1.1")));
    add(400, "GET /model with the query %zz", Request.get("/model?%zz"));
    for (String path : new String[] {"/%", "/model%", "/model%zz", "/model/%4", "/%c3%28%"}) {
      add(400, "GET " + path, Request.get(path));
    }
    add(400, "an actuator's query", Request.get("/actuator/metrics?tag=%"));
  }

  private void addTypes(Request good, String target) {
    add(406, "a good request that wants CSV", good.with("Accept", "text/csv"));
    for (String accept : new String[] {"nonsense", "a/b/c", "*/csv", ";;", "text/csv;q=9"}) {
      add(406, "a good request that accepts " + accept, good.with("Accept", accept));
    }
    byte[] text = Request.ascii("text");
    add(415, "no content type", Request.post(target, "", text));
    for (String type :
        new String[] {
          "text/plain",
          "application/json",
          "application/octet-stream",
          "application/x-www-form-urlencoded",
          "image/jpeg",
          "nonsense",
          "a/b/c",
          ";"
        }) {
      add(415, "content type " + type, Request.post(target, type, text));
    }
    add(415, "a pickle", Request.post(target, "application/x-python-pickle", BadTensors.pickle()));
    add(
        415,
        "Java serialisation",
        Request.post(target, "application/x-java-serialized-object", BadTensors.serialised()));
    add(415, "an npz", Request.post(target, "application/x-npz", BadTensors.npz()));
  }

  private void addLengths(String target, int maxBody) {
    byte[] much = new byte[maxBody + 1];
    Request over = Request.post(target, Safetensors.MEDIA_TYPE, much);
    add(413, "a body over the cap", over);
    add(413, "a chunked body over the cap", over.chunked());
    add(413, "a body over the cap that is only announced", over.sending(new byte[100]));
    add(
        413,
        "a body of 2^63-1 bytes that is only announced",
        over.announcing(Long.toString(Long.MAX_VALUE)).sending(new byte[100]));
  }
}
