package io.isthmus.profile;

/**
 * What a profile was measured on.
 *
 * @param processor model of the processor or GPU
 * @param architecture such as {@code amd64}
 * @param cores processors that the process may use
 * @param threads of the engine for one operator
 * @param engine engine and version
 */
public record Machine(
    String processor, String architecture, int cores, int threads, String engine) {}
