package io.isthmus.profile;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a machine takes for each unit of a network, measured for each batch size because time is
 * not linear in it.
 *
 * @param format version of this form
 * @param model the network's name
 * @param fingerprint the network's fingerprint
 * @param machine what it was measured on
 * @param measured when
 * @param referencePixels pixels of the images that were decoded and pre-processed; 1 where the
 *     network takes no pictures
 * @param units names of the units, in the chain's order
 * @param batches one entry for each batch size, ascending
 * @param pending what is still to be measured; null once the profile is complete
 * @param codecs what encodings cost, one entry for each kind that the machine can write and read;
 *     none in profiles of machines that know raw tensors only
 */
public record TimingProfile(
    int format,
    String model,
    String fingerprint,
    Machine machine,
    Instant measured,
    long referencePixels,
    List<String> units,
    List<BatchTimings> batches,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PendingSizes pending,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<CodecTiming> codecs) {

  /** The format that this code reads and writes. */
  public static final int FORMAT = 1;

  /** Throws IllegalArgumentException if the parts do not belong together. */
  public TimingProfile {
    check(model != null, "model is missing");
    check(fingerprint != null, "fingerprint is missing");
    check(machine != null, "machine is missing");
    check(measured != null, "measured is missing");
    check(units != null, "units are missing");
    check(batches != null, "batches are missing");
    units = List.copyOf(units);
    batches = List.copyOf(batches);
    codecs = codecs == null ? List.of() : List.copyOf(codecs);
    check(format == FORMAT, "the format is %d, not %d".formatted(format, FORMAT));
    check(referencePixels > 0, "the reference images have no pixels");
    int last = 0;
    for (BatchTimings b : batches) {
      check(b.batch() > last, "batch sizes must ascend");
      check(
          !b.fits()
              || (b.units().size() == units.size()
                  && b.decode() != null
                  && b.preprocess() != null
                  && b.encode() != null),
          "a timing is missing at batch " + b.batch());
      last = b.batch();
    }
    check(!batches.isEmpty() && batches.get(0).fits(), "no batch size fits in memory");
    check(pending == null || pending.first() > last, "a pending batch size was measured");
    check(
        pending == null || batches.stream().allMatch(BatchTimings::fits),
        "a batch size is pending beyond one that does not fit");
  }

  /**
   * A complete profile in the present format; throws IllegalArgumentException if the parts do not
   * belong together.
   */
  public TimingProfile(
      String model,
      String fingerprint,
      Machine machine,
      Instant measured,
      long referencePixels,
      List<String> units,
      List<BatchTimings> batches) {
    this(
        FORMAT,
        model,
        fingerprint,
        machine,
        measured,
        referencePixels,
        units,
        batches,
        null,
        List.of());
  }

  private static void check(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** What was measured up to the first size that does not fit: beyond it nothing is planned. */
  public List<BatchTimings> fitting() {
    return batches.stream().takeWhile(BatchTimings::fits).toList();
  }

  /** Whether nothing is left to be measured. Written with the profile, for those who read it. */
  @JsonProperty(value = "complete", access = JsonProperty.Access.READ_ONLY)
  public boolean complete() {
    return pending == null;
  }

  /** The largest batch size that was measured and fits. */
  public int largestMeasured() {
    List<BatchTimings> fitting = fitting();
    return fitting.get(fitting.size() - 1).batch();
  }

  /**
   * The largest batch size that may be planned: the largest that was measured and fits, or the
   * largest pending one. Pending sizes that have ended a process do not count.
   */
  public int largestBatch() {
    return pending == null || pending.begun() > 0 ? largestMeasured() : pending.last();
  }

  /** The profile is complete: that size does not fit, and none beyond it. */
  public TimingProfile endedBy(int tooLarge) {
    List<BatchTimings> all = new ArrayList<>(batches);
    all.add(BatchTimings.tooLarge(tooLarge));
    return new TimingProfile(
        format, model, fingerprint, machine, measured, referencePixels, units, all, null, codecs);
  }

  /** The same measurements, with that still to be measured. */
  public TimingProfile with(@Nullable PendingSizes left) {
    return new TimingProfile(
        format,
        model,
        fingerprint,
        machine,
        measured,
        referencePixels,
        units,
        batches,
        left,
        codecs);
  }

  /** The same measurements, and what encodings cost, which was measured just now. */
  public TimingProfile withCodecs(List<CodecTiming> measuredCodecs, Instant now) {
    return new TimingProfile(
        format,
        model,
        fingerprint,
        machine,
        now,
        referencePixels,
        units,
        batches,
        pending,
        measuredCodecs);
  }

  /**
   * The profile of an imagined machine that takes {@code factor} times as long for everything.
   * Throws IllegalArgumentException for a factor that is not positive and finite.
   */
  public TimingProfile slowed(double factor) {
    check(factor > 0 && Double.isFinite(factor), "not a factor: " + factor);
    return new TimingProfile(
        format,
        model,
        fingerprint,
        machine,
        measured,
        referencePixels,
        units,
        batches.stream().map(b -> b.slowed(factor)).toList(),
        pending,
        codecs.stream().map(c -> c.slowed(factor)).toList());
  }
}
