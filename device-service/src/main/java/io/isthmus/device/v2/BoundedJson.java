package io.isthmus.device.v2;

import io.isthmus.service.http.problem.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON from a stranger, token by token: no tree is built, and neither the depth, nor the number of
 * names, nor the length of a text can make the reader remember much. What is wrong with it is a
 * 400.
 */
final class BoundedJson implements AutoCloseable {

  /** A request needs about twenty; every name that differs is remembered by the parser. */
  private static final int MAX_NAMES = 1000;

  private static final int MAX_TEXT = 4096;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxNumberLength(32)
                  .maxNameLength(256)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** Reads one member of an object; the parser stands before its value. */
  interface Member {
    void read(String name) throws IOException;
  }

  private interface Step<T> {
    T take(JsonParser parser);
  }

  private static final int MAX_PLACE = 80;

  private static final String TOO_LARGE = "%s has a number that is too large";
  private static final String NO_BASE64 = "%s is no valid Base64";
  private static final String INVALID = "at %s its JSON is not valid, or has a member twice";
  private static final String TOO_MUCH = "at %s its JSON is too long or too deep";

  private final JsonParser parser;
  private @Nullable JsonToken pushedBack;
  private int names;

  /** A reader of a stream that it does not close. */
  BoundedJson(InputStream in) throws IOException {
    try {
      this.parser = JSON.createParser(ObjectReadContext.empty(), in);
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      throw malformed("its JSON is not valid");
    }
  }

  /**
   * The next token; what follows the document is a 400, and so is its end before it is complete.
   */
  JsonToken next() throws IOException {
    JsonToken waiting = pushedBack;
    if (waiting != null) {
      pushedBack = null;
      return waiting;
    }
    JsonToken token = get(JsonParser::nextToken);
    require(token != null, "the JSON ends too early");
    if (token == JsonToken.PROPERTY_NAME) {
      require(++names <= MAX_NAMES, "the JSON has more than " + MAX_NAMES + " members");
    }
    return token;
  }

  /** Reads an object whose first token is the next. */
  void object(String what, Member member) throws IOException {
    require(next() == JsonToken.START_OBJECT, what + " must be an object");
    members(member);
  }

  /** Reads the members of an object that has just begun; one that is null is as one not there. */
  void members(Member member) throws IOException {
    while (next() == JsonToken.PROPERTY_NAME) {
      String name = get(JsonParser::currentName);
      JsonToken value = next();
      if (value != JsonToken.VALUE_NULL) {
        pushedBack = value;
        member.read(name);
      }
    }
  }

  /** Begins an array whose first token is the next. */
  void array(String what) throws IOException {
    require(next() == JsonToken.START_ARRAY, what + " must be an array");
  }

  /** Whether an array goes on, with an object that has just begun. */
  boolean nextObject(String what) throws IOException {
    JsonToken token = next();
    require(
        token == JsonToken.START_OBJECT || token == JsonToken.END_ARRAY,
        what + " must be an object");
    return token == JsonToken.START_OBJECT;
  }

  /** Reads past a value of any kind. */
  void skip() throws IOException {
    int depth = 0;
    do {
      JsonToken token = next();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    } while (depth > 0);
  }

  /** Nothing but white space may follow. */
  void end() throws IOException {
    require(get(JsonParser::nextToken) == null, "the JSON goes on after its object");
  }

  /** Reads a text. */
  String text(String what) throws IOException {
    require(next() == JsonToken.VALUE_STRING, what + " must be a text");
    return get(JsonParser::getString);
  }

  /** Reads a text or a whole number, as a text. */
  String textOrNumber(String what) throws IOException {
    JsonToken token = next();
    require(
        token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT,
        what + " must be a text or a whole number");
    return get(JsonParser::getString);
  }

  /** Reads a whole number. */
  long number(String what) throws IOException {
    require(next() == JsonToken.VALUE_NUMBER_INT, what + " must be a whole number");
    return get(JsonParser::getLongValue, TOO_LARGE);
  }

  /** Reads true or false. */
  boolean flag(String what) throws IOException {
    JsonToken token = next();
    require(
        token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE,
        what + " must be true or false");
    return token == JsonToken.VALUE_TRUE;
  }

  /** The whole number that has just been read. */
  int intValue() throws IOException {
    return get(JsonParser::getIntValue, TOO_LARGE);
  }

  /** The number that has just been read, which is finite. */
  float floatValue() throws IOException {
    float value = get(JsonParser::getFloatValue, TOO_LARGE);
    require(Float.isFinite(value), TOO_LARGE.formatted(place()));
    return value;
  }

  /** Decodes the Base64 text that has just begun, of any length, as it comes. */
  void base64(OutputStream into) throws IOException {
    get(parser -> parser.readBinaryValue(into), NO_BASE64);
  }

  private <T extends @Nullable Object> T get(Step<T> step) throws IOException {
    return get(step, INVALID);
  }

  private <T extends @Nullable Object> T get(Step<T> step, String problem) throws IOException {
    try {
      return step.take(parser);
    } catch (JacksonException e) {
      throw failed(e, problem);
    }
  }

  /** Where the parser stands, as a JSON Pointer (RFC 6901) such as /inputs/0/data/3. */
  private String place() {
    String pointer = parser.streamReadContext().pathAsPointer().toString();
    String shown = pointer.substring(0, Math.min(MAX_PLACE, pointer.length()));
    return shown.isEmpty() ? "the beginning" : shown.replaceAll("[^\\x21-\\x7e]|[<>&\"]", "?");
  }

  private ErrorResponseException failed(JacksonException e, String problem) throws IOException {
    if (e instanceof JacksonIOException io) {
      throw io.getCause();
    }
    return malformed(
        (e instanceof StreamConstraintsException ? TOO_MUCH : problem).formatted(place()));
  }

  /** A 400 unless the condition holds. */
  static void require(boolean condition, String problem) {
    if (!condition) {
      throw malformed(problem);
    }
  }

  /** A 400 that says what is wrong. */
  static ErrorResponseException malformed(String problem) {
    return Problems.badRequest("The request cannot be used: %s.".formatted(problem));
  }

  @Override
  public void close() {
    parser.close();
  }
}
