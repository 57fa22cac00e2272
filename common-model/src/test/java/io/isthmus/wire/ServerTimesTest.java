package io.isthmus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.estimate.Wild;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimesTest {

  @Test
  void whatIsWrittenIsReadAgain() {
    ServerTimes times = new ServerTimes(1.5, 0, 2.25, 86_400_000);
    assertThat(ServerTimes.parse(times.toServerTiming())).contains(times);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "receive;dur=1, decode;dur=1, queue;dur=1",
        "receive;dur=1, decode;dur=1, queue;dur=1, tail;dur=NaN",
        "receive;dur=1, decode;dur=1, queue;dur=1, tail;dur=1e308",
        "receive;dur=1, decode;dur=1, queue;dur=1, tail;dur=-1",
        "receive;dur=1, decode;dur=1, queue;dur=1, tail;dur=86400001",
        "receive;dur=999999999999, decode;dur=1, queue;dur=1, tail;dur=1",
        "receive;dur=1000000000000000, decode;dur=1, queue;dur=1, tail;dur=1",
        "receive;dur=1.0.0, decode;dur=1, queue;dur=1, tail;dur=1",
        "receive;dur=1.0000000000, decode;dur=1, queue;dur=1, tail;dur=1"
      })
  void whatNoHonestEdgeSaysIsNotBelieved(String header) {
    assertThat(ServerTimes.parse(header)).isEmpty();
  }

  @Test
  void whatTheExchangeHadNoTimeForIsCutOff() {
    assertThat(new ServerTimes(1e12, 20, 1e12, 1e12).within(100))
        .isEqualTo(new ServerTimes(100, 20, 80, 0));
    ServerTimes possible = new ServerTimes(30, 1, 2, 40);
    assertThat(possible.within(100)).isEqualTo(possible);
  }

  @Property
  void withinAnyExchangeTheTimesAreItsParts(
      @ForAll @DoubleRange(min = 0, max = 86_400_000) double receiveMs,
      @ForAll @DoubleRange(min = 0, max = 86_400_000) double decodeMs,
      @ForAll @DoubleRange(min = 0, max = 86_400_000) double queueMs,
      @ForAll @DoubleRange(min = 0, max = 86_400_000) double tailMs,
      @ForAll @DoubleRange(min = -1000, max = 86_400_000) double exchangeMs) {
    ServerTimes times = new ServerTimes(receiveMs, decodeMs, queueMs, tailMs).within(exchangeMs);
    double longest = Math.max(0, exchangeMs);
    assertThat(times.serverMs()).isLessThanOrEqualTo(longest + 1e-6);
    assertThat(times.receiveMs()).isBetween(0.0, longest);
    assertThat(List.of(times.decodeMs(), times.queueMs(), times.tailMs()))
        .allSatisfy(part -> assertThat(part).isNotNegative());
  }

  @Property
  void aHeaderWithAnyNumberIsReadOrRefused(
      @ForAll(supplier = Wild.class) double a, @ForAll(supplier = Wild.class) double b) {
    String header = "receive;dur=%s, decode;dur=0, queue;dur=0, tail;dur=%s".formatted(a, b);
    ServerTimes.parse(header)
        .ifPresent(times -> assertThat(times.serverMs() + times.receiveMs()).isBetween(0.0, 4e8));
    LoadReport.parse("queue=%s, slowdown=%s".formatted(a, b))
        .ifPresent(
            load -> {
              assertThat(load.queueMs()).isBetween(0.0, 3_600_000.0);
              assertThat(load.slowdown()).isBetween(0.01, 1000.0);
            });
  }
}
