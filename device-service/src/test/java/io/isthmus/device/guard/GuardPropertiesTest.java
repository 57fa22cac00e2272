package io.isthmus.device.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class GuardPropertiesTest {

  private static final DataSize SOME = DataSize.ofMegabytes(8);

  @Test
  void twoPercentAreCheckedByDefault() {
    GuardProperties usual =
        new Binder(new MapConfigurationPropertySource())
            .bindOrCreate("isthmus.guard", GuardProperties.class);
    assertThat(usual).isEqualTo(new GuardProperties(0.02, SOME));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void aShareIsFromZeroToOne(double share) {
    assertThatThrownBy(() -> new GuardProperties(share, SOME))
        .hasMessageStartingWith("isthmus.guard.share must be a number from 0 to 1, not ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1B", "0B", "1023B", "1025MB"})
  void theMemoryHasBounds(String memory) {
    assertThatThrownBy(() -> new GuardProperties(0.02, DataSize.parse(memory)))
        .hasMessageStartingWith("isthmus.guard.memory must be from 1KB to 1GB, such as 8MB, not ");
  }
}
