package io.isthmus.device.v2;

import io.isthmus.service.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.springframework.web.ErrorResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
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
                  .maxNumberLength(20)
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

  private final JsonParser parser;
  private int names;

  /** A reader of a stream that it does not close. */
  BoundedJson(InputStream in) throws IOException {
    try {
      this.parser = JSON.createParser(ObjectReadContext.empty(), in);
    } catch (JacksonException e) {
      throw failed(e);
    }
  }

  /**
   * The next token; what follows the document is a 400, and so is its end before it is complete.
   */
  JsonToken next() throws IOException {
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

  /** Reads the members of an object that has just begun. */
  void members(Member member) throws IOException {
    while (next() == JsonToken.PROPERTY_NAME) {
      member.read(get(JsonParser::currentName));
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
    return get(JsonParser::getLongValue);
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
    return get(JsonParser::getIntValue);
  }

  /** Decodes the Base64 text that has just begun, of any length, as it comes. */
  void base64(OutputStream into) throws IOException {
    get(parser -> parser.readBinaryValue(into));
  }

  private <T extends @org.jspecify.annotations.Nullable Object> T get(Step<T> step)
      throws IOException {
    try {
      return step.take(parser);
    } catch (JacksonException e) {
      throw failed(e);
    }
  }

  private static ErrorResponseException failed(JacksonException e) throws IOException {
    if (e instanceof JacksonIOException io) {
      throw io.getCause();
    }
    return malformed("its JSON is not valid, or has a value that is too long, too deep or twice");
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
