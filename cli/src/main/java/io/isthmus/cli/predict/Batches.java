package io.isthmus.cli.predict;

import io.isthmus.cli.UsageException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Batch sizes, written as {@code 1..64} or {@code 1,4,16}.
 *
 * @param sizes ascending
 */
public record Batches(List<Integer> sizes) {

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,4})\\.\\.([0-9]{1,4})");
  private static final Pattern LIST = Pattern.compile("[0-9]{1,4}(,[0-9]{1,4})*");

  /** Copies the list. Throws IllegalArgumentException if the sizes do not ascend from 1 or more. */
  public Batches {
    sizes = List.copyOf(sizes);
    int last = 0;
    for (int size : sizes) {
      if (size <= last) {
        throw new IllegalArgumentException("batch sizes must ascend, from 1 on: " + sizes);
      }
      last = size;
    }
    if (sizes.isEmpty()) {
      throw new IllegalArgumentException("there are no batch sizes");
    }
  }

  /** All sizes from 1 on. */
  public static Batches upTo(int largest) {
    return range(1, largest);
  }

  /** The powers of two up to a size. */
  public static Batches powersUpTo(int largest) {
    return new Batches(IntStream.iterate(1, b -> b <= largest, b -> 2 * b).boxed().toList());
  }

  private static Batches range(int low, int high) {
    return new Batches(IntStream.rangeClosed(low, high).boxed().toList());
  }

  /** Reads either form; throws IllegalArgumentException that says them. */
  public static Batches parse(String text) {
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      return range(Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
    }
    if (!LIST.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' are no batch sizes; write 1..64 or 1,4,16".formatted(text));
    }
    return new Batches(Arrays.stream(text.split(",", -1)).map(Integer::valueOf).toList());
  }

  /** The smallest size. */
  public int smallest() {
    return sizes.get(0);
  }

  /** The largest size. */
  public int largest() {
    return sizes.get(sizes.size() - 1);
  }

  /** The size nearest to a value, by ratio. */
  public int nearest(double value) {
    return sizes.stream()
        .min(Comparator.comparingDouble(size -> Math.abs(Math.log(size / value))))
        .orElseThrow();
  }

  /** This; throws UsageException if some size is larger than what was measured. */
  Batches within(int measured) throws UsageException {
    if (largest() > measured) {
      throw new UsageException(
          "--batches go up to %d, but the profiles only to %d".formatted(largest(), measured));
    }
    return this;
  }

  @Override
  public String toString() {
    boolean gapless = largest() - smallest() == sizes.size() - 1;
    return gapless && sizes.size() > 2
        ? smallest() + ".." + largest()
        : String.join(",", sizes.stream().map(String::valueOf).toList());
  }
}
