package io.isthmus.lab.overload;

import io.isthmus.wire.LoadReport;
import io.isthmus.wire.WireHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One request of an open loop, and what came of it.
 *
 * @param atMs when it was due, from the beginning
 * @param again whether it had been refused before, and came back after the time it was told
 * @param status of the answer; 0 for none
 * @param ms from when it was due to its answer
 * @param retryAfterSeconds what a refusal said; 0 of others
 * @param queueMs the wait that the answer told of; NaN where it tells none
 * @param cut where a device cut it; NaN where the answer tells none
 * @param degraded whether a device had counted on the edge in vain
 */
record LoadSample(
    double atMs,
    boolean again,
    int status,
    double ms,
    long retryAfterSeconds,
    double queueMs,
    double cut,
    boolean degraded) {

  private static final Pattern CUT = Pattern.compile("\"split\":([0-9]+)");

  static LoadSample of(double atMs, boolean again, double ms, HttpResponse<byte[]> answer) {
    OptionalLong retryAfter = answer.headers().firstValueAsLong("Retry-After");
    double queueMs =
        LoadReport.parse(answer.headers().firstValue(WireHeaders.LOAD).orElse(null))
            .map(LoadReport::queueMs)
            .orElse(Double.NaN);
    String body = new String(answer.body(), StandardCharsets.ISO_8859_1);
    Matcher cut = CUT.matcher(body);
    return new LoadSample(
        atMs,
        again,
        answer.statusCode(),
        ms,
        retryAfter.orElse(0),
        queueMs,
        answer.statusCode() == 200 && cut.find() ? Integer.parseInt(cut.group(1)) : Double.NaN,
        body.contains("\"degraded\":true"));
  }

  static LoadSample unanswered(double atMs, boolean again, double ms) {
    return new LoadSample(atMs, again, 0, ms, 0, Double.NaN, Double.NaN, false);
  }

  boolean accepted() {
    return status == 200;
  }

  boolean refused() {
    return status == 503;
  }
}
