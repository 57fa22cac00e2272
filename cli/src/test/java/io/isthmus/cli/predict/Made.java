package io.isthmus.cli.predict;

import io.isthmus.cli.service.Checkout;
import io.isthmus.model.ModelPackage;
import io.isthmus.network.Chains;
import io.isthmus.network.Network;
import io.isthmus.profile.MadeProfile;
import io.isthmus.profile.TimingProfile;
import io.isthmus.profile.store.ProfileStore;
import io.isthmus.units.DataRate;
import java.nio.file.Path;
import java.util.List;

/** Networks and machines to predict for. */
public final class Made {

  /** Units of 24, 6 and 3 elements on an input of 12: cut 2 is the one compressive bottleneck. */
  public static final Network TINY = Chains.of(2, List.of(24, 6, 3));

  private Made() {}

  /** The tiny network; the edge is ten times as fast as the device. */
  public static Machines tiny() throws Exception {
    TimingProfile device =
        MadeProfile.of(MadeProfile.batch(1, 9, 18, 27), MadeProfile.batch(2, 10, 20, 30));
    return Machines.of(TINY, device, device.slowed(0.1));
  }

  /** EfficientNet-B4 as it was measured; the device is six times slower. */
  public static Machines b4() throws Exception {
    Path folder = Checkout.find().profiles().resolve("efficientnet_b4");
    TimingProfile core = ProfileStore.read(folder.resolve("cpu-1-thread.json"));
    Network network = ModelPackage.readNetwork(folder.resolve("manifest.json"));
    return Machines.of(network, core.slowed(6), core);
  }

  /** The terms of the paper. */
  public static Terms paper() {
    return new Terms(CostKind.PAPER, new InputForm.Frames(), true);
  }

  /** A state of the tiny network, whose rates are bytes per millisecond. */
  public static State state(int batch, double bytesPerMs) {
    return new State(batch, new DataRate(1000 * bytesPerMs));
  }
}
