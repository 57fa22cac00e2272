package io.isthmus.cli.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What became of a frame: a line of standard output.
 *
 * @param frame its number in the source
 * @param atMs when it had been read, in milliseconds since the stream began
 * @param status {@code answered}, or why there is no answer: {@code late} for one that missed its
 *     deadline, {@code refused} where the device had no room, {@code failed}
 * @param latencyMs from when it had been read to its answer
 * @param result the device's answer for the image; null where there is none
 * @param split the cut
 * @param unit the cut's name
 * @param encoding how the tensors at the cut crossed the link
 * @param degraded whether the edge failed and the device finished alone
 * @param problem what the device said where there is no answer
 */
@JsonInclude(Include.NON_NULL)
record FrameAnswer(
    long frame,
    double atMs,
    Status status,
    double latencyMs,
    @Nullable JsonNode result,
    @Nullable Integer split,
    @Nullable String unit,
    @Nullable String encoding,
    @Nullable Boolean degraded,
    @Nullable String problem) {

  /** What a frame ended with. */
  enum Status {
    ANSWERED,
    LATE,
    REFUSED,
    FAILED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What the device said of a frame.
   *
   * @param atMs when it had been read, since the stream began
   * @param nowNanos when the device's reply was here, on the clock of the frame's capture
   */
  static FrameAnswer of(Frame frame, double atMs, FrameClient.Reply reply, long nowNanos) {
    double latencyMs = (nowNanos - frame.capturedNanos()) / 1e6;
    if (reply instanceof FrameClient.Reply.Missed missed) {
      return new FrameAnswer(
          frame.number(),
          atMs,
          missed.status(),
          latencyMs,
          null,
          null,
          null,
          null,
          null,
          missed.problem());
    }
    JsonNode json = ((FrameClient.Reply.Answered) reply).json();
    JsonNode decision = json.path("decision");
    return new FrameAnswer(
        frame.number(),
        atMs,
        Status.ANSWERED,
        latencyMs,
        json.path("results").path(0),
        decision.path("split").asInt(),
        decision.path("unit").asString(),
        decision.path("encoding").asString(),
        json.path("degraded").asBoolean(),
        null);
  }

  /** The option as people read it, such as {@code block5:q16}; null where there is none. */
  @Nullable String cut() {
    return unit == null || encoding == null || encoding.equals("raw")
        ? unit
        : unit + ":" + encoding;
  }
}
