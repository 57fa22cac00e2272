package io.isthmus.decision;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An ordered list of chunks, in the order in which the device begins them. Eq. 6 of the paper is
 * the plan with one chunk.
 */
public record Plan(List<Chunk> chunks) {

  /** Copies the list. Throws IllegalArgumentException for an empty one. */
  public Plan {
    chunks = List.copyOf(chunks);
    if (chunks.isEmpty()) {
      throw new IllegalArgumentException("a plan has at least one chunk");
    }
  }

  /** Number of images in all. */
  public int images() {
    return chunks.stream().mapToInt(Chunk::images).sum();
  }

  /** How many images take which option, in the order of the options. */
  public SortedMap<Option, Integer> imagesByOption() {
    SortedMap<Option, Integer> images = new TreeMap<>();
    chunks.forEach(chunk -> images.merge(chunk.option(), chunk.images(), Integer::sum));
    return images;
  }

  /** The option that most images take; of equals the later one. It stands for the plan. */
  public Option mainOption() {
    return imagesByOption().entrySet().stream()
        .max(Map.Entry.<Option, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .orElseThrow()
        .getKey();
  }

  /** Where its units run in a chain of {@code length}: {@code SPLIT} wherever both machines do. */
  public Mode mode(int length) {
    Mode first = Mode.of(chunks.get(0).option(), length);
    return chunks.stream().allMatch(chunk -> Mode.of(chunk.option(), length) == first)
        ? first
        : Mode.SPLIT;
  }

  /** The whole batch with one option. */
  public static Plan single(int images, Option option) {
    return new Plan(List.of(new Chunk(images, option)));
  }
}
