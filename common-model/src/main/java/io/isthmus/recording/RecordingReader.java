package io.isthmus.recording;

import io.isthmus.control.DeviceEvent;
import io.isthmus.control.EdgeEvent;
import io.isthmus.control.Event;
import io.isthmus.profile.store.ProfileLimits;
import io.isthmus.wire.PeerText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a recording, line by line. */
public final class RecordingReader implements AutoCloseable {

  /** A line of a recording. */
  public sealed interface Entry {

    /** When it was, on the device's monotonic clock. */
    long nanos();
  }

  /** An event that happened. */
  public record Happened(Event event, long nanos) implements Entry {}

  /** A request that was judged. */
  public record Decided(RecordedDecision decision, long nanos) implements Entry {}

  /** A profile has no more than this. */
  private static final int LONGEST_LINE = 32 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final BufferedReader in;
  private final RecordedSetup setup;
  private int line;

  /**
   * Begins to read.
   *
   * @throws IOException if it is no recording, or one of another format; the message says which
   */
  public RecordingReader(Reader in) throws IOException {
    this.in = new BufferedReader(in);
    JsonNode first = next();
    if (first == null || first.path("format").asInt(0) != RecordedSetup.FORMAT) {
      throw new IOException("it is no recording of format " + RecordedSetup.FORMAT);
    }
    setup = read(first, RecordedSetup.class);
  }

  RecordedSetup setup() {
    return setup;
  }

  /** Whether raw input was allowed to leave the device. */
  public boolean rawInputMayLeave() {
    return setup.rawInputMayLeave();
  }

  /**
   * The next entry; null at the end, also where a recording broke off in the middle of a line.
   *
   * @throws IOException if a line makes no sense; the message has its number
   */
  public @Nullable Entry read() throws IOException {
    JsonNode node = next();
    if (node == null || node.path("full").asBoolean(false)) {
      return null;
    }
    long nanos = node.path("at").asLong(0);
    if (node.has("decided")) {
      return new Decided(read(node.path("decided"), RecordedDecision.class), nanos);
    }
    String name = node.path("event").asString("");
    Class<? extends Event> type = EventNames.named(name);
    if (type == null) {
      throw bad("nothing is known of an event '" + PeerText.shown(name) + "'", null);
    }
    return new Happened(checked(read(node.path("data"), type)), nanos);
  }

  /** A profile of any length would have any amount of memory allocated. */
  private Event checked(Event event) throws IOException {
    try {
      if (event instanceof DeviceEvent.Profiled profiled) {
        ProfileLimits.checked(profiled.profile());
      } else if (event instanceof EdgeEvent.Met met) {
        ProfileLimits.checked(met.profile());
      }
      return event;
    } catch (RuntimeException e) {
      throw bad("a profile that cannot be", e);
    }
  }

  private <T> T read(JsonNode node, Class<T> type) throws IOException {
    try {
      T read = JSON.treeToValue(node, type);
      if (read == null) {
        throw bad("it is empty", null);
      }
      return read;
    } catch (JacksonException | IllegalArgumentException e) {
      throw bad(PeerText.shown(e.getMessage()), e);
    }
  }

  /** What is the matter with the line that was read last. */
  IOException bad(String what, @Nullable Exception cause) {
    return new IOException("line " + line + ": " + what, cause);
  }

  private @Nullable JsonNode next() throws IOException {
    String text = in.readLine();
    line++;
    if (text == null) {
      return null;
    }
    if (text.length() > LONGEST_LINE) {
      throw bad("it is too long", null);
    }
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      if (in.read() < 0) {
        return null; // the device stopped in the middle of it
      }
      throw bad("it is no JSON", e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
