package io.isthmus.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.isthmus.control.Event;
import io.isthmus.control.Request;
import io.isthmus.control.Setup;
import io.isthmus.control.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a recording, line by line, up to a size. What would not fit is left out, and so is all
 * that comes after it: the last line says so. Not thread-safe.
 */
public final class RecordingWriter implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String END = "{\"full\":true}\n";

  private final OutputStream out;
  private final long limit;
  private long written;
  private boolean full;

  /**
   * A recording that is empty yet.
   *
   * @param limit the most bytes that it may have
   */
  public RecordingWriter(OutputStream out, long limit) {
    this.out = out;
    this.limit = limit;
  }

  /** The controller has begun: this comes first. */
  public void begun(Setup setup, long nanos) throws IOException {
    write(RecordedSetup.of(setup, nanos));
  }

  /** Whether its limit is reached. */
  public boolean isFull() {
    return full;
  }

  /** An event has happened. */
  public void happened(Event event, long nanos) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", nanos);
    line.put("event", EventNames.of(event));
    line.put("data", event);
    write(line);
  }

  /** A request was judged. */
  public void decided(Request request, Verdict verdict, long nanos) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", nanos);
    line.put("decided", RecordedDecision.of(request, verdict));
    write(line);
  }

  private void write(Object line) throws IOException {
    if (full) {
      return;
    }
    byte[] json = json(line);
    full = written + json.length + 1 + END.length() > limit;
    if (full) {
      out.write(END.getBytes(US_ASCII));
      out.flush();
    } else {
      out.write(json);
      out.write('\n');
      written += json.length + 1;
    }
  }

  private static byte[] json(Object line) throws IOException {
    try {
      return JSON.writeValueAsBytes(line);
    } catch (JacksonException e) {
      throw new IOException("an event cannot be written: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes out what is buffered. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
