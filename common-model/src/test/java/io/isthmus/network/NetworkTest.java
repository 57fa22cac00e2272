package io.isthmus.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.isthmus.TestModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {

  private final Network b0 = TestModel.model().network();

  @Test
  void everyCutIsFoundByItsName() {
    assertThat(b0.length()).isEqualTo(18);
    assertThat(b0.cutName(0)).isEqualTo("input");
    assertThat(b0.cutName(1)).isEqualTo("stem");
    assertThat(b0.cutName(13)).isEqualTo("block11");
    assertThat(b0.cutName(18)).isEqualTo("head");
    for (int cut = 0; cut <= b0.length(); cut++) {
      assertThat(b0.cutNamed(b0.cutName(cut))).hasValue(cut);
    }
  }

  @Test
  void otherNamesAreNoCuts() {
    for (String name : List.of("", "Stem", "block99", "local", "auto", "3")) {
      assertThat(b0.cutNamed(name)).as(name).isEmpty();
    }
  }

  @Test
  void theRatioCountsElementsNotBytes() {
    assertThat(b0.ratio(0)).isEqualTo(1);
    assertThat(b0.ratio(13)).isEqualTo(192.0 * 7 * 7 / (3 * 224 * 224));
    assertThat(b0.ratio(18)).isEqualTo((double) TestModel.CLASSES / (3 * 224 * 224));
  }
}
