package io.isthmus.cli.service;

import java.util.Map;

/** How much of this machine's processor a service may use. */
public enum Processor {
  /** All of it. */
  FULL(Map.of()),

  /**
   * No instructions newer than SSE4, as on a small or old x86 processor: several times slower.
   * Needs no privilege, since libtorch and the libraries below it choose their kernels by these
   * variables. On other architectures the same as FULL.
   */
  BASIC(
      Map.of(
          "ATEN_CPU_CAPABILITY", "default",
          "ONEDNN_MAX_CPU_ISA", "SSE41",
          "MKL_ENABLE_INSTRUCTIONS", "SSE4_2"));

  @SuppressWarnings("ImmutableEnumChecker") // Map.of cannot change
  private final Map<String, String> environment;

  Processor(Map<String, String> environment) {
    this.environment = environment;
  }

  /** The variables that make it so. */
  Map<String, String> environment() {
    return environment;
  }
}
