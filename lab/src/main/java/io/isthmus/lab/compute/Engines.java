package io.isthmus.lab.compute;

import io.isthmus.cli.FailedException;
import io.isthmus.model.Form;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts the engines that can run on this machine. The first is always our own, on libtorch. */
final class Engines implements AutoCloseable {

  static final String OURS = "isthmus";
  static final String OURS_PORTABLE = "isthmus, portable";
  static final String OURS_ONNX = "isthmus, onnx";
  static final String ONNX_RUNTIME = "ONNX Runtime";
  static final String PYTORCH = "PyTorch";

  private final List<Engine> running = new ArrayList<>();

  private Engines() {}

  /** Starts them with one network, each with that many threads. */
  static Engines start(@Nullable Python python, Material material, int threads)
      throws IOException, FailedException {
    Engines engines = new Engines();
    try {
      String count = Integer.toString(threads);
      String images = material.images().toString();
      Path fused = material.modelPackage();
      engines.addOurs(OURS, Form.Engine.PYTORCH, material, fused, count);
      if (material.portable() != null) {
        Path portable = material.portable();
        engines.addOurs(OURS_PORTABLE, Form.Engine.PYTORCH, material, portable, count);
      }
      if (material.onnx() != null) {
        engines.addOurs(OURS_ONNX, Form.Engine.ONNX_RUNTIME, material, fused, count);
        engines.add(
            ONNX_RUNTIME,
            java(OnnxWorker.class, material.onnx().toString(), images, count),
            Map.of(),
            material);
      }
      if (material.weights() != null && python != null) {
        List<String> arguments =
            List.of(
                "-m",
                "isthmus_export.eager",
                material.model(),
                "--weights",
                material.weights().toString(),
                "--images",
                images,
                "--threads",
                count);
        engines.add(PYTORCH, python.command(arguments), python.environment(), material);
      }
      return engines;
    } catch (IOException | FailedException e) {
      engines.close();
      throw e;
    }
  }

  private static List<String> java(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void addOurs(
      String name, Form.Engine engine, Material material, Path modelPackage, String threads)
      throws IOException, FailedException {
    String file = modelPackage.toString();
    String images = material.images().toString();
    add(name, java(ChainWorker.class, file, images, threads, engine.name()), Map.of(), material);
  }

  private void add(
      String name, List<String> command, Map<String, String> environment, Material material)
      throws IOException, FailedException {
    Path log = material.images().resolveSibling(name.replace(", ", "-").replace(' ', '-') + ".log");
    running.add(Engine.start(name, command, environment, log));
  }

  List<Engine> all() {
    return running;
  }

  @Override
  public void close() {
    running.forEach(Engine::close);
  }
}
