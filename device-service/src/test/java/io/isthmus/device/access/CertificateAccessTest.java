package io.isthmus.device.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isthmus.hostile.TestCa;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.ErrorResponseException;

class CertificateAccessTest {

  private static final TestCa CA = TestCa.create();

  @Test
  void withoutNamesEveryCertificateOfTheAuthorityIsAllowed() throws Exception {
    allows(new CertificateAccess(List.of()), with(CA.certificate("device")));
  }

  @Test
  void aCertificateIsAllowedByItsCommonNameOrADnsName() throws Exception {
    CA.issue("camera", "camera-7.example");
    MockHttpServletRequest camera = with(CA.certificate("camera"));
    allows(new CertificateAccess(List.of("somebody", "Camera")), camera);
    allows(new CertificateAccess(List.of("camera-7.EXAMPLE")), camera);
  }

  @Test
  void anotherNameIsForbidden() throws Exception {
    MockHttpServletRequest device = with(CA.certificate("device"));
    for (String name : new String[] {"camera", "devic", "device2", "CN=device", "*", ""}) {
      forbids(new CertificateAccess(List.of(name)), device);
    }
  }

  @Test
  void noCertificateIsForbidden() {
    forbids(new CertificateAccess(List.of()), new MockHttpServletRequest());
    MockHttpServletRequest empty = new MockHttpServletRequest();
    empty.setAttribute("jakarta.servlet.request.X509Certificate", new X509Certificate[0]);
    forbids(new CertificateAccess(List.of()), empty);
  }

  private static MockHttpServletRequest with(X509Certificate certificate) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/infer");
    request.setAttribute(
        "jakarta.servlet.request.X509Certificate", new X509Certificate[] {certificate});
    return request;
  }

  private static void allows(Access access, MockHttpServletRequest request) {
    assertThatCode(() -> access.require(request)).doesNotThrowAnyException();
  }

  private static void forbids(Access access, MockHttpServletRequest request) {
    assertThatThrownBy(() -> access.require(request))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN));
  }
}
