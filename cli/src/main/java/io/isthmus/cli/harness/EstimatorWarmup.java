package io.isthmus.cli.harness;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.service.DeviceClient;
import io.isthmus.network.Bottlenecks;
import io.isthmus.network.Network;
import java.util.List;

/** Requests that are posted for their effect on the services, and never counted. */
public final class EstimatorWarmup {

  /** The largest batch that is posted. */
  public static final int LARGEST_BATCH = 16;

  private static final int BATCH = 4;
  private static final int WARM_UPS = 15;
  private static final String AUTO = "auto";

  private final Inputs inputs;
  private final String narrowest;

  /** A warm-up with these inputs. */
  public EstimatorWarmup(Network network, Inputs inputs) {
    this.inputs = inputs;
    this.narrowest = Integer.toString(narrowest(network));
  }

  private static int narrowest(Network network) {
    List<Integer> compressive = Bottlenecks.of(network).compressive();
    return compressive.isEmpty() ? network.length() - 1 : compressive.get(compressive.size() - 1);
  }

  /**
   * Lets a device and its edge run hot, which takes a JVM some dozens of requests. Planning is
   * among it: while its code is being compiled, a device with a share of one core pays for that in
   * every request that is planned, and in no other.
   */
  public void warmUp(DeviceClient device, boolean rawInputMayLeave)
      throws InterruptedException, FailedException {
    for (int i = 0; i < WARM_UPS; i++) {
      device.infer(inputs.photos(BATCH, i), "local");
      device.infer(inputs.photos(1, i), narrowest);
      device.infer(inputs.frames(1, i), narrowest);
      device.infer(inputs.photos(BATCH, i), AUTO);
      device.infer(inputs.frames(1, i), AUTO);
      device.infer(inputs.frames(LARGEST_BATCH, i), AUTO);
      if (rawInputMayLeave) {
        device.infer(inputs.photos(BATCH, i), "offload");
      }
    }
    device.infer(inputs.frames(LARGEST_BATCH, 0), "local"); // memory for the largest batch
    device.infer(inputs.frames(LARGEST_BATCH, 0), narrowest);
  }

  /**
   * Sends an activation over the link, so that the device learns of it whatever it would choose.
   */
  public void cross(DeviceClient device) throws InterruptedException, FailedException {
    device.infer(inputs.frames(BATCH, 0), narrowest);
  }
}
