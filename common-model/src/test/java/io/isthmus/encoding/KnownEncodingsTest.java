package io.isthmus.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownEncodingsTest {

  @Test
  void wordsAreReadBack_andThoseOfNewerPeersAreLeftOut() {
    assertThat(KnownEncodings.named(KnownEncodings.ALL.words())).isEqualTo(KnownEncodings.ALL);
    assertThat(KnownEncodings.ALL.words())
        .containsExactly("raw", "pixels", "lossless", "f16", "q", "jpeg");
    assertThat(KnownEncodings.named(List.of("wavelets", "f16", "Q", "")).words())
        .containsExactly("raw", "f16");
  }

  @Test
  void rawIsAlwaysKnown() {
    assertThat(KnownEncodings.named(List.of())).isEqualTo(KnownEncodings.RAW);
    assertThat(KnownEncodings.RAW.include(Encoding.RAW)).isTrue();
    assertThat(KnownEncodings.RAW.include(Encoding.PIXELS)).isFalse();
    assertThat(KnownEncodings.UNTOLD.include(Encoding.PIXELS)).isTrue();
  }

  @Test
  void theInputIsOfBytes_andLaterCutsOfFloats() {
    assertThat(KnownEncodings.ALL.ofPixels().names())
        .isEqualTo("raw, pixels, lossless or jpeg1 to jpeg100");
    assertThat(KnownEncodings.ALL.ofFloats().names()).isEqualTo("raw, lossless, f16 or q2 to q256");
    assertThat(KnownEncodings.RAW.ofFloats().names()).isEqualTo("raw");
  }

  @Test
  void theParameterOfAnEncodingIsInItsName() {
    for (String name : List.of("raw", "q2", "q256", "jpeg1", "jpeg90", "jpeg100")) {
      assertThat(Encoding.parse(name).orElseThrow()).hasToString(name);
    }
    for (String name :
        List.of("jpeg", "jpeg0", "jpeg101", "jpeg090", "jpeg9x", "JPEG9", "q1", "raw1", "jpeg-9")) {
      assertThat(Encoding.parse(name)).as(name).isEmpty();
    }
    assertThat(Encoding.jpeg(90)).isLessThan(Encoding.jpeg(75)).isGreaterThan(Encoding.LOSSLESS);
    assertThat(Encoding.jpeg(100).exact()).isFalse();
    assertThat(Encoding.jpeg(100).isCoded()).isTrue();
  }

  @Test
  void anEdgeOfBeforeThereWereJpegsReadsNone() {
    List<String> before = List.of("raw", "pixels", "lossless", "f16", "q");
    assertThat(KnownEncodings.named(before).include(Encoding.jpeg(90))).isFalse();
    assertThat(KnownEncodings.UNTOLD.include(Encoding.jpeg(90))).isFalse();
  }

  @Test
  void aLaterChangeOfTheSetChangesNothing() {
    EnumSet<Encoding.Kind> set = EnumSet.of(Encoding.Kind.F16);
    KnownEncodings known = new KnownEncodings(set);
    set.clear();
    assertThat(known.include(Encoding.F16)).isTrue();
  }
}
