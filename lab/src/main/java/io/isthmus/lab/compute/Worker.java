package io.isthmus.lab.compute;

import io.isthmus.cli.Statistics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The child's side of an {@link Engine}: it says {@code ready}, and then answers {@code time BATCH
 * CALLS} with the median milliseconds of a call and {@code logits BATCH} with the logits.
 */
final class Worker {

  /** An engine with a network in it. */
  interface Network {

    /**
     * Runs the first images of the input.
     *
     * @return logits [batch, classes], row by row
     */
    float[] run(int batch) throws Exception;
  }

  private Worker() {}

  /** The input: raw bytes of images, in a direct buffer. */
  static ByteBuffer images(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(file));
    return ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.nativeOrder()).put(bytes).flip();
  }

  /** Answers until the parent closes the pipe. */
  static void serve(Network network) throws Exception {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      System.out.println("ready");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        List<String> words = List.of(line.split(" "));
        int batch = Integer.parseInt(words.get(1));
        System.out.println(
            words.get(0).equals("logits")
                ? text(network.run(batch))
                : time(network, batch, Integer.parseInt(words.get(2))));
      }
    }
  }

  private static String time(Network network, int batch, int calls) throws Exception {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      network.run(batch);
      times.add((System.nanoTime() - start) / 1e6);
    }
    return Double.toString(Statistics.median(times));
  }

  private static String text(float[] logits) {
    List<String> words = new ArrayList<>();
    for (float logit : logits) {
      words.add(Float.toString(logit));
    }
    return words.stream().collect(Collectors.joining(" "));
  }
}
