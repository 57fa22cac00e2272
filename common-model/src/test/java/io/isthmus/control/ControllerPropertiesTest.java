package io.isthmus.control;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class ControllerPropertiesTest {

  @Property
  void whateverItIsToldItDecides_andTheSameTwice(@ForAll @Size(max = 2000) byte[] history) {
    assertThat(EventScript.run(history)).isPositive();
  }
}
