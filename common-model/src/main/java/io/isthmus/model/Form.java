package io.isthmus.model;

import org.jspecify.annotations.Nullable;

/**
 * A way in which the units of a package are written. A package has one or several; equal forms give
 * equal bits.
 *
 * @param name what the package calls it, such as {@code portable}
 * @param engine the engine that runs it
 * @param device the only device that runs it; null where every one does
 */
public record Form(String name, Engine engine, @Nullable Device device) {

  /** Engines that run units. */
  public enum Engine {
    /** TorchScript, run by libtorch. */
    PYTORCH("PyTorch"),
    /** ONNX, run by ONNX Runtime. */
    ONNX_RUNTIME("OnnxRuntime");

    private final String word;

    Engine(String word) {
      this.word = word;
    }

    /** The name in a manifest. */
    public String word() {
      return word;
    }
  }

  /** Devices that a form may be made for. */
  public enum Device {
    /** An x86-64 processor: the form calls oneDNN as it is built for these. */
    CPU("cpu");

    private final String word;

    Device(String word) {
      this.word = word;
    }

    /** The name in a manifest. */
    public String word() {
      return word;
    }
  }

  /** What computes on a machine. */
  public enum Processor {
    /** An x86-64 processor. */
    X86_64("this machine"),
    /** Any other processor. */
    OTHER("this machine"),
    /** A GPU. */
    GPU("a GPU");

    private final String word;

    Processor(String word) {
      this.word = word;
    }

    /** For messages. */
    String word() {
      return word;
    }

    /** The processor that this program runs on. */
    public static Processor ofThisMachine() {
      String architecture = System.getProperty("os.arch", "");
      return architecture.equals("amd64") || architecture.equals("x86_64") ? X86_64 : OTHER;
    }
  }

  /** For messages, such as {@code onednn (PyTorch, cpu)}. */
  @Override
  public String toString() {
    return device == null
        ? "%s (%s)".formatted(name, engine.word())
        : "%s (%s, %s)".formatted(name, engine.word(), device.word());
  }

  /** Whether a processor runs it. */
  public boolean runsOn(Processor processor) {
    return device == null || processor == Processor.X86_64;
  }
}
