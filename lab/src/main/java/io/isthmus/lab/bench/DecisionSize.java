package io.isthmus.lab.bench;

import io.isthmus.decision.Decision;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.openjdk.jol.info.GraphLayout;

/** How large a decision is: the least that taking one can allocate. */
final class DecisionSize {

  private static final int DECISIONS = 1000;

  private DecisionSize() {}

  /**
   * Bytes that a decision keeps on the heap and shares with no other: by how much the heap grows
   * when twice as many are kept, so that what they share falls out.
   */
  static double bytes(Supplier<Decision> decide) {
    System.setProperty("jol.magicFieldOffset", "true"); // for records
    System.setProperty("jol.skipDynamicAttach", "true");
    PrintStream out = System.out;
    // JOL tells there of what it can do without, and our output may have to be JSON
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      double once = kept(decide, DECISIONS);
      return (kept(decide, 2 * DECISIONS) - once) / DECISIONS;
    } finally {
      System.setOut(out);
    }
  }

  private static long kept(Supplier<Decision> decide, int decisions) {
    return GraphLayout.parseInstance(Stream.generate(decide).limit(decisions).toArray())
        .totalSize();
  }
}
