package io.isthmus.service.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.netflix.concurrency.limits.Limit;
import io.isthmus.service.http.body.Arrivals;
import io.isthmus.service.http.body.Arriving;
import io.isthmus.wire.LoadReport;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class AdmissionTest {

  private final Limit limit = AdmissionLimit.ADAPTIVE.upTo(8);
  private final Arrivals arrivals =
      new Arrivals(4, DataSize.ofKilobytes(10), () -> new LoadReport(2300, 1.5));
  private final Admission admission =
      new Admission(limit, () -> new LoadReport(2300, 1.5), arrivals);

  private List<Admission.Permit> fill() {
    List<Admission.Permit> permits = new ArrayList<>();
    while (admission.inside() < admission.limit()) {
      permits.add(admission.enter());
    }
    return permits;
  }

  private ErrorResponseException refusal() {
    return refusal(admission::enter);
  }

  private static ErrorResponseException refusal(ThrowingCallable call) {
    return catchThrowableOfType(ErrorResponseException.class, call);
  }

  @Test
  void theExcessIsRefusedWithTheRealBacklog_andTakesNoPlace() {
    List<Admission.Permit> permits = fill();
    HttpHeaders headers = refusal().getHeaders();
    assertThat(headers.getFirst("Retry-After")).isEqualTo("3");
    assertThat(LoadReport.parse(headers.getFirst("Isthmus-Load")))
        .contains(new LoadReport(2300, 1.5));
    assertThat(admission.inside()).isEqualTo(8);
    assertThat(admission.refused()).isEqualTo(1);
    permits.remove(0).close();
    admission.enter().close();
    permits.forEach(Admission.Permit::close);
    assertThat(admission.inside()).isZero();
  }

  @Test
  void whatIsNotAnsweredTeachesNothing() {
    for (int i = 0; i < 50; i++) {
      fill().forEach(Admission.Permit::close);
    }
    assertThat(admission.limit()).isEqualTo(8);
  }

  @Test
  void answersThatHadToWaitNarrowTheLimit_butNeverToNothing() throws Exception {
    for (int i = 0; i < 50; i++) {
      List<Admission.Permit> permits = fill();
      Thread.sleep(1);
      for (Admission.Permit permit : permits) {
        permit.answered(0.99);
        permit.close();
      }
    }
    assertThat(admission.limit()).isBetween(2, 7);
  }

  private static HttpServletRequest upload(int length) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/infer");
    request.setContent(new byte[length]);
    return request;
  }

  private static Arriving body(HttpServletRequest request) {
    return (Arriving) Objects.requireNonNull(request.getAttribute(Arriving.ATTRIBUTE));
  }

  @Test
  void whatHasJustBegunToArriveTakesAPlace_whatSendsNothingDoesNot() throws Exception {
    List<Admission.Permit> permits = fill();
    permits.remove(0).close();
    Admission.Permit silent = admission.arrive(upload(100));
    assertThat(refusal(() -> admission.arrive(upload(1)))).isNotNull();
    Thread.sleep(150);
    Admission.Permit other = admission.arrive(upload(100));
    other.arrived();
    assertThat(admission.inside()).isEqualTo(9);
    assertThat(refusal(silent::arrived)).isNotNull();
    silent.close();
    other.close();
    permits.forEach(Admission.Permit::close);
    assertThat(admission.inside()).isZero();
    assertThat(arrivals.count()).isZero();
  }

  @Test
  void whatIsAlmostWholeTakesAPlaceHoweverLongItTook() throws Exception {
    List<Admission.Permit> permits = fill();
    permits.remove(0).close();
    HttpServletRequest upload = upload(100);
    Admission.Permit arriving = admission.arrive(upload);
    Thread.sleep(150);
    body(upload).received(90);
    assertThat(refusal(() -> admission.arrive(upload(1)))).isNotNull();
    arriving.arrived();
    assertThat(admission.inside()).isEqualTo(8);
    arriving.close();
    permits.forEach(Admission.Permit::close);
  }

  @Test
  void whereAllPlacesToArriveAreTakenTheSilentOnesAreCutOff_othersAreSpared() throws Exception {
    List<Admission.Permit> silent = new ArrayList<>();
    int[] ended = new int[1];
    for (int i = 0; i < 3; i++) {
      HttpServletRequest upload = upload(100);
      silent.add(admission.arrive(upload));
      body(upload).endedBy(() -> ended[0]++);
    }
    HttpServletRequest upload = upload(100);
    Admission.Permit fast = admission.arrive(upload);
    Thread.sleep(150);
    body(upload).received(90);
    List<Admission.Permit> more = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      more.add(admission.arrive(upload(100)));
    }
    assertThat(ended[0]).isEqualTo(3);
    assertThat(body(upload).isCutOff()).isFalse();
    assertThat(arrivals.cutOff()).isEqualTo(3);
    assertThat(refusal(() -> admission.arrive(upload(1)))).as("all have just begun").isNotNull();
    silent.forEach(Admission.Permit::close);
    more.forEach(Admission.Permit::close);
    fast.close();
    assertThat(arrivals.count()).isZero();
  }

  @Test
  void bodiesAreBoundedByTheirBytes_untilTheirRequestsHaveLeft() {
    HttpServletRequest large = upload(6_000);
    Admission.Permit first = admission.arrive(large);
    body(large).received(6_000);
    first.arrived();
    assertThat(refusal(() -> admission.arrive(upload(5_000)))).isNotNull();
    HttpServletRequest unknown = new MockHttpServletRequest("POST", "/infer");
    Admission.Permit second = admission.arrive(unknown);
    body(unknown).received(4_000);
    assertThat(refusal(() -> body(unknown).received(1_000))).isNotNull();
    second.close();
    assertThat(arrivals.held()).isEqualTo(6_000);
    first.close();
    assertThat(arrivals.held()).isZero();
    admission.arrive(upload(5_000)).close();
  }

  @Test
  void oneBodyMayBeLargerThanAllThatThereMayBe() {
    HttpServletRequest huge = upload(20_000);
    try (Admission.Permit alone = admission.arrive(huge)) {
      body(huge).received(20_000);
      alone.arrived();
    }
    assertThat(arrivals.held()).isZero();
  }

  @Test
  void oneTrialAtATimeNeedsNoPlaceAndTeachesNothing() {
    List<Admission.Permit> permits = fill();
    Admission.Permit trial = admission.enterTrial();
    assertThat(catchThrowableOfType(ErrorResponseException.class, admission::enterTrial))
        .isNotNull();
    for (int i = 0; i < 50; i++) {
      trial.answered(1e6);
    }
    trial.close();
    admission.enterTrial().close();
    assertThat(admission.limit()).isEqualTo(8);
    permits.forEach(Admission.Permit::close);
    assertThat(admission.inside()).isZero();
  }
}
