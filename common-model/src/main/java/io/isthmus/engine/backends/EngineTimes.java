package io.isthmus.engine.backends;

import io.isthmus.engine.ComputeDevice;
import io.isthmus.model.Form;
import io.isthmus.network.Network;
import io.isthmus.profiling.MachineProbe;
import io.isthmus.wire.BoundedJson;
import io.isthmus.wire.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long each engine takes for a picture, alone and among several.
 *
 * @param fingerprint of the package
 * @param processor or GPU on which it was measured
 * @param threads of each engine
 * @param times of every engine that could run the package
 */
record EngineTimes(String fingerprint, String processor, int threads, List<Time> times) {

  private static final Logger log = LoggerFactory.getLogger(EngineTimes.class);

  private static final JsonMapper JSON =
      BoundedJson.mapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final int MOST_BYTES = 1 << 16;

  /**
   * One engine.
   *
   * @param version as a timing profile has it
   * @param form that was run
   * @param ms for one picture, the median
   * @param msOfSeveral for each of several that are computed together
   */
  record Time(Form.Engine engine, String version, String form, double ms, double msOfSeveral) {

    /** Both count alike: twice as fast at one makes up for twice as slow at the other. */
    double cost() {
      return ms * msOfSeveral;
    }
  }

  /** What was measured on this machine. */
  static EngineTimes here(Network network, int threads, ComputeDevice device, List<Time> times) {
    return new EngineTimes(network.fingerprint(), name(device), threads, times);
  }

  private static String name(ComputeDevice device) {
    String model = MachineProbe.processor(device);
    return device.isGpu() ? "%s (%s)".formatted(model, device) : model;
  }

  /** What a file says; empty if there is none, or none that can be read. */
  static Optional<EngineTimes> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.ofNullable(JSON.readValue(Files.readAllBytes(file), EngineTimes.class));
    } catch (IOException | JacksonException e) {
      return Optional.empty(); // it is measured again
    }
  }

  /** Keeps it; a failure is logged, and the next start measures again. */
  void write(Path file) {
    try {
      WholeFile.write(JSON.writeValueAsBytes(this), file);
    } catch (IOException e) {
      log.warn("Which engine is faster could not be stored in {}: {}", file, e.getMessage());
    }
  }

  /** Whether it was measured here, of this package and of these engines. */
  boolean isOf(
      Network network, int wantedThreads, ComputeDevice device, List<Form.Engine> engines) {
    return fingerprint.equals(network.fingerprint())
        && processor.equals(name(device))
        && threads == wantedThreads
        && times.stream().map(Time::engine).toList().equals(engines);
  }

  Time fastest() {
    return times.get(indexOfFastest());
  }

  int indexOfFastest() {
    return times.indexOf(times.stream().min(Comparator.comparingDouble(Time::cost)).orElseThrow());
  }

  @Override
  public String toString() {
    return times.stream()
        .map(
            time ->
                String.format(
                    Locale.ROOT,
                    "%s with form %s %.1f ms a picture, %.1f among several",
                    time.version(),
                    time.form(),
                    time.ms(),
                    time.msOfSeveral()))
        .collect(Collectors.joining(", "));
  }
}
