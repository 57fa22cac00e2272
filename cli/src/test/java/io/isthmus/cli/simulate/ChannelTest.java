package io.isthmus.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChannelTest {

  /** 10 bytes a millisecond for 100 ms, then 1 for 100 ms, and again. */
  private static final Channel CHANNEL =
      new Channel(new double[] {0, 100}, new double[] {10, 1}, 200);

  @Test
  void aRateHoldsUntilTheNext_andTheChannelBeginsAnew() {
    assertThat(CHANNEL.rateAt(0)).isEqualTo(10);
    assertThat(CHANNEL.rateAt(99.9)).isEqualTo(10);
    assertThat(CHANNEL.rateAt(100)).isEqualTo(1);
    assertThat(CHANNEL.rateAt(200)).isEqualTo(10);
    assertThat(CHANNEL.rateAt(1350)).isEqualTo(1);
  }

  @Test
  void aTransferGoesOnAtWhateverRateItMeets() {
    assertThat(CHANNEL.transferMs(0, 500)).isCloseTo(50, within(1e-9));
    assertThat(CHANNEL.transferMs(50, 500)).isCloseTo(50, within(1e-9));
    assertThat(CHANNEL.transferMs(50, 550)).isCloseTo(100, within(1e-9));
    assertThat(CHANNEL.transferMs(100, 200)).isCloseTo(110, within(1e-9));
    assertThat(CHANNEL.transferMs(0, 11 * 1100)).isCloseTo(2200, within(1e-9));
  }

  @Test
  void whatIsSentInAnOutageWaitsForItsEnd() {
    Channel outage = new Channel(new double[] {0, 100, 200}, new double[] {10, 0, 0}, 300);
    assertThat(outage.rateAt(150)).isZero();
    assertThat(outage.outageMs(50)).isZero();
    assertThat(outage.outageMs(150)).isEqualTo(150);
    assertThat(outage.transferMs(150, 500)).isCloseTo(200, within(1e-9));
    assertThat(outage.transferMs(50, 1000)).isCloseTo(300, within(1e-9));
    assertThat(outage.transferMs(50, 500)).isCloseTo(50, within(1e-9));
  }

  @Test
  void aLinkThatNeverCarriesAnythingIsNone() {
    assertThatThrownBy(() -> new Channel(new double[] {0}, new double[] {0}, 100))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
