package io.isthmus.engine;

import io.isthmus.model.Form;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What computes: the processor of this machine, or one of its GPUs. */
public final class ComputeDevice {

  private static final int NO_GPU = -1;

  /** The processor. */
  public static final ComputeDevice CPU = new ComputeDevice(NO_GPU);

  private static final Pattern CUDA = Pattern.compile("cuda:(0|[1-9][0-9]{0,2})");

  private final int gpu;

  private ComputeDevice(int gpu) {
    this.gpu = gpu;
  }

  /** A GPU by its number, from 0, as CUDA counts them. */
  public static ComputeDevice cuda(int gpu) {
    if (gpu < 0) {
      throw new IllegalArgumentException("no GPU has the number " + gpu);
    }
    return new ComputeDevice(gpu);
  }

  /** Reads {@code cpu} or {@code cuda:N}; throws IllegalArgumentException for anything else. */
  public static ComputeDevice valueOf(String text) {
    Matcher cuda = CUDA.matcher(text);
    if (cuda.matches()) {
      return cuda(Integer.parseInt(cuda.group(1)));
    }
    if (text.equals("cpu")) {
      return CPU;
    }
    throw new IllegalArgumentException(
        "a device is cpu or a GPU such as cuda:0, not '%s'".formatted(text));
  }

  /** The number of the GPU; throws IllegalStateException for the processor. */
  public int gpu() {
    if (!isGpu()) {
      throw new IllegalStateException("the processor is no GPU");
    }
    return gpu;
  }

  /** Whether it is a GPU, which has memory of its own and computes beside the thread that asks. */
  public boolean isGpu() {
    return gpu != NO_GPU;
  }

  /** Which forms of a package it runs. */
  public Form.Processor processor() {
    return isGpu() ? Form.Processor.GPU : Form.Processor.ofThisMachine();
  }

  /** As it is written. */
  @Override
  public String toString() {
    return isGpu() ? "cuda:" + gpu : "cpu";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ComputeDevice device && device.gpu == gpu;
  }

  @Override
  public int hashCode() {
    return gpu;
  }
}
