package io.isthmus.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.netflix.concurrency.limits.Limit;
import io.isthmus.wire.LoadReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

class AdmissionTest {

  private final Limit limit = AdmissionLimit.ADAPTIVE.upTo(8);
  private final Admission admission = new Admission(limit, () -> new LoadReport(2300, 1.5));

  private List<Admission.Permit> fill() {
    List<Admission.Permit> permits = new ArrayList<>();
    while (admission.inside() < admission.limit()) {
      permits.add(admission.enter());
    }
    return permits;
  }

  private ErrorResponseException refusal() {
    return catchThrowableOfType(ErrorResponseException.class, admission::enter);
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
