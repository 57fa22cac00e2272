package io.isthmus.recording;

import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The lines of a recording as bytes, without their line breaks. */
public final class RecordedLines {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private RecordedLines() {}

  /** The controller has begun: this comes first. */
  public static byte[] begun(Setup setup, long nanos) throws IOException {
    return json(RecordedSetup.of(setup, nanos));
  }

  /** An event has happened. */
  public static byte[] happened(Event event, long nanos) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", nanos);
    line.put("event", EventNames.of(event));
    line.put("data", event);
    return json(line);
  }

  /** A request was judged. */
  public static byte[] decided(Request request, Verdict verdict, long nanos) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", nanos);
    line.put("decided", RecordedDecision.of(request, verdict));
    return json(line);
  }

  private static byte[] json(Object line) throws IOException {
    try {
      return JSON.writeValueAsBytes(line);
    } catch (JacksonException e) {
      throw new IOException("an event cannot be written: " + e.getOriginalMessage(), e);
    }
  }
}
