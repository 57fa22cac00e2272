package io.isthmus.cli;

import io.isthmus.cli.service.Checkout;
import io.isthmus.cli.service.Placement;
import io.isthmus.cli.service.Services;
import io.isthmus.model.InvalidPackageException;
import java.io.IOException;
import java.util.List;

/** The services with profiles that are measured in moments: for tests that take no time. */
public final class RoughServices {

  /** The profiles end here; neither machine has room for more. */
  public static final int LARGEST_BATCH = 8;

  private RoughServices() {}

  /** Services of the package in the repository. */
  public static Services of(Checkout checkout) throws IOException, InvalidPackageException {
    return new Services(
        checkout,
        checkout.defaultPackage(),
        checkout.workFolder("it-rough"),
        Placement.SHARED,
        List.of(
            "--isthmus.model.profile-batches=1," + LARGEST_BATCH,
            "--isthmus.model.profile-time=20ms"));
  }
}
