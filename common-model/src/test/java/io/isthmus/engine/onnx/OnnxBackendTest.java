package io.isthmus.engine.onnx;

import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.isthmus.OnnxPackage;
import io.isthmus.TestModel;
import io.isthmus.TwoForms;
import io.isthmus.engine.InferenceBackend;
import io.isthmus.engine.InferenceBackendContract;
import io.isthmus.engine.UnitChain;
import io.isthmus.engine.backends.InferenceBackends;
import io.isthmus.model.Form;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxBackendTest extends InferenceBackendContract {

  private static UnitChain chain;

  @BeforeAll
  static void load() throws Exception {
    chain = UnitChain.load(OnnxBackend.load(1), TwoForms.model());
  }

  @AfterAll
  static void close() {
    chain.close();
  }

  @Override
  protected InferenceBackend backend() {
    return OnnxBackend.load(1);
  }

  @Override
  protected UnitChain chain() {
    return chain;
  }

  @Override
  protected Path oddPackage(Path temp, boolean broken) throws IOException {
    byte[] stem = broken ? "no ONNX".getBytes(StandardCharsets.UTF_8) : OnnxPackage.stem().bytes();
    return OnnxPackage.write(temp, stem, OnnxPackage.head().bytes());
  }

  @Test
  void anotherNumberOfThreadsIsRefused() {
    assertThatThrownBy(() -> OnnxBackend.load(2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("ONNX Runtime runs with 1 threads in this process, not 2");
  }

  @Test
  void threadsThatComputeAtOnceGetTheBitsOfOneAlone() throws Exception {
    byte[] alone = logits();
    ExecutorService several = Executors.newFixedThreadPool(4);
    try {
      Callable<byte[]> again = OnnxBackendTest::logits;
      for (Future<byte[]> each : several.invokeAll(nCopies(40, again))) {
        assertThat(each.get()).isEqualTo(alone);
      }
    } finally {
      several.shutdown();
    }
  }

  @Test
  void bothFormsOfAPackageGiveTheSameLogits_butForRounding() throws Exception {
    try (UnitChain torch =
        UnitChain.load(InferenceBackends.load(Form.Engine.PYTORCH, 1), TwoForms.model())) {
      FloatBuffer theirs = floats(TwoForms.logits(torch, 3));
      FloatBuffer ours = floats(logits());
      assertThat(ours.remaining()).isEqualTo(3 * TwoForms.CLASSES);
      while (ours.hasRemaining()) {
        assertThat(ours.get()).isCloseTo(theirs.get(), within(1e-5f));
      }
    }
  }

  /** The Java API frees the environment in a shutdown hook, beside ours. */
  @Test
  void whatIsComputedWhileTheProcessEndsIsRight() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Disthmus.root=" + TestModel.ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                ComputesAtTheEnd.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("the same");
  }

  /** A process that computes in a shutdown hook of its own, as a request does that is finished. */
  static final class ComputesAtTheEnd {

    private static final long LONG_ENOUGH = 300_000_000;

    private ComputesAtTheEnd() {}

    public static void main(String[] arguments) throws Exception {
      UnitChain chain = UnitChain.load(OnnxBackend.load(2), TwoForms.model());
      byte[] before = TwoForms.logits(chain, 3);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> compute(chain, before)));
      System.exit(0);
    }

    private static void compute(UnitChain chain, byte[] before) {
      boolean same = true;
      for (long end = System.nanoTime() + LONG_ENOUGH; System.nanoTime() < end; ) {
        same &= Arrays.equals(TwoForms.logits(chain, 3), before);
      }
      System.out.println(same ? "the same" : "other bits");
    }
  }

  private static byte[] logits() {
    return TwoForms.logits(chain, 3);
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
  }
}
