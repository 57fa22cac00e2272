package io.isthmus.profile;

import java.util.Objects;

/**
 * What a profile was measured on.
 *
 * @param processor model of the processor or GPU
 * @param architecture such as {@code amd64}
 * @param cores processors that the process may use
 * @param threads of the engine for one operator
 * @param engine engine and version
 * @param device what the engine computed on: {@code cpu} or a GPU such as {@code cuda:0}; {@code
 *     cpu} in profiles of before there was a choice
 */
public record Machine(
    String processor, String architecture, int cores, int threads, String engine, String device) {

  private static final String CPU = "cpu";

  /** Fills in the device. */
  public Machine {
    device = Objects.requireNonNullElse(device, CPU);
  }

  /** A machine whose processor computes. */
  public Machine(String processor, String architecture, int cores, int threads, String engine) {
    this(processor, architecture, cores, threads, engine, CPU);
  }
}
