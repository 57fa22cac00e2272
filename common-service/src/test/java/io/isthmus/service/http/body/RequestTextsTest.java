package io.isthmus.service.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.service.observability.Quoted;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the texts of a request are read and repeated. */
class RequestTextsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image/jpeg; charset=binary | image/jpeg",
        "multipart/form-data; boundary==_a=b | multipart/form-data; boundary=\"=_a=b\"",
        "multipart/form-data; x=1; Boundary=\"a b\"; y | multipart/form-data; boundary=\"a b\"",
        "multipart/form-data; boundary= | multipart/form-data; boundary=\"\"",
        "multipart/form-data; | multipart/form-data",
        "; | ;",
        ";; boundary=x | ;; boundary=x"
      })
  void ofAContentTypeTheBoundaryAloneIsKept(String type, String bare) {
    assertThat(ContentTypeFilter.bare(type)).isEqualTo(bare);
  }

  @Test
  void aPartIsNamedInManyWays() {
    assertThat(PartHeaders.parse("")).isEqualTo(PartHeaders.NONE);
    assertThat(PartHeaders.parse("Content-Disposition: form-data")).isEqualTo(PartHeaders.NONE);
    assertThat(PartHeaders.parse("Content-Disposition: form-data; filename*=x'y'z; name = a "))
        .isEqualTo(new PartHeaders("a", null));
    assertThat(
            PartHeaders.parse(
                "X: name=b\nContent-Disposition: form-data; filename=\";name=\\\"b\\\"\";\n name=\"a\"; name=c"))
        .isEqualTo(new PartHeaders("a", ";name=\"b\""));
    assertThat(PartHeaders.parse("Content-Disposition: form-data; x; name=\"a"))
        .isEqualTo(new PartHeaders("a", null));
  }

  @Test
  void whatAClientSentIsRepeatedShortAndHarmless() {
    assertThat(Quoted.of("Katze 3_ä写真.jpg")).isEqualTo("\"Katze 3_ä写真.jpg\"");
    assertThat(Quoted.of("a\"b\\c<d>&\n\u001b\u202e\ud800")).isEqualTo("\"a?b?c?d??????\"");
    assertThat(Quoted.of("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "…\"");
  }

  @Test
  void anImageIsNamedByItsNumberFromOneAndItsFile() {
    UploadNames names = new UploadNames(UploadKind.IMAGE, Arrays.asList("a.jpg", null));
    assertThat(List.of(names.of(0), names.of(1)))
        .containsExactly("image 1 of 2 (\"a.jpg\")", "image 2 of 2");
  }
}
