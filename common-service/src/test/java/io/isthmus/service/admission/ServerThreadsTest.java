package io.isthmus.service.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.service.http.body.ArrivalProperties;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.unit.DataSize;

class ServerThreadsTest {

  private static ServerThreads of(int threads, int listeners) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    if (listeners > 0) {
      beans.addBean("listeners", new LastingRequests(listeners));
    }
    return new ServerThreads(
        threads,
        new InferenceProperties(0, ComputeDevice.CPU, 1, 16, AdmissionLimit.ADAPTIVE),
        beans.getBeanProvider(LastingRequests.class));
  }

  private static ArrivalProperties chosen(int places) {
    return new ArrivalProperties(places, DataSize.ofMegabytes(1));
  }

  @Test
  void bodiesMayTakeHalfOfTheThreadsThatListenersLeave() {
    assertThat(of(128, 0).places(chosen(0))).isEqualTo(64);
    assertThat(of(128, 16).places(chosen(0))).isEqualTo(56);
    assertThat(of(1, 1).places(chosen(0))).isEqualTo(1);
  }

  @Test
  void placesThatLeaveNoThreadToOthersAreRefused_listenersIncluded() {
    assertThat(of(128, 0).places(chosen(78))).isEqualTo(78);
    assertThat(of(128, 16).places(chosen(62))).isEqualTo(62);
    assertThatThrownBy(() -> of(128, 16).places(chosen(63)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("isthmus.arrival.places (63)")
        .hasMessageContaining("/events (16)");
  }

  @Test
  void listenersMayTakeAnEighthOfTheThreads_andOneAtLeast() {
    assertThat(LastingRequests.upTo(16, 128).most()).isEqualTo(16);
    assertThat(LastingRequests.upTo(16, 1000).most()).isEqualTo(16);
    assertThat(LastingRequests.upTo(16, 32).most()).isEqualTo(4);
    assertThat(LastingRequests.upTo(16, 2).most()).isEqualTo(1);
  }
}
