package io.isthmus.control;

import io.isthmus.decision.Option;
import io.isthmus.profile.ProfileTimes;

/**
 * What the edge is asked to do.
 *
 * @param option it runs the units after its cut
 * @param batch number of images
 * @param pixels of images that it has to decode first; 0 where it gets a tensor
 */
public record TailWork(Option option, int batch, long pixels) {

  /** Time of the units by a profile, in milliseconds; NaN for a batch that it does not hold. */
  public double unitsMs(ProfileTimes profile) {
    return batch <= profile.largestBatch()
        ? profile.units(option.cut(), profile.length(), batch)
        : Double.NaN;
  }
}
