package io.isthmus.cli.predict;

import io.isthmus.cli.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --batches}, whose default ends where the profiles end. */
public final class BatchesOption {

  private static final int LARGEST = 64;

  @Option(
      names = "--batches",
      paramLabel = "B",
      description = "Batch sizes, such as 1..64 or 1,4,16; up to 64 by default.")
  private @Nullable Batches batches;

  /** What is asked for, or every size up to 64 that was measured. */
  public Batches all(int measured) throws UsageException {
    return batches == null ? Batches.upTo(Math.min(LARGEST, measured)) : batches.within(measured);
  }

  /** What is asked for, or every power of two up to 64 that was measured. */
  public Batches powers(int measured) throws UsageException {
    return batches == null
        ? Batches.powersUpTo(Math.min(LARGEST, measured))
        : batches.within(measured);
  }
}
