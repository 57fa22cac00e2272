package io.isthmus.model;

import io.isthmus.network.Network;
import java.util.Set;

/** What a manifest may call things, as regular expressions. */
final class Names {

  static final String NETWORK = "[A-Za-z0-9._-]{1,100}";
  static final String UNIT = "[a-z][A-Za-z0-9_.-]*";
  static final String TENSOR = "[a-z0-9][a-z0-9_.-]{0,99}";
  static final String FORM = "[a-z][a-z0-9_-]{0,31}";

  /** What means something else where the name of a unit may stand. */
  static final Set<String> KEYWORDS = Set.of(Network.INPUT, "auto", "local", "offload");

  private Names() {}
}
