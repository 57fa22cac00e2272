package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.units.DataRate;

/**
 * The link between device and edge: a pair of virtual Ethernet interfaces, shaped at both ends. It
 * goes with its hosts.
 *
 * @param device one end
 * @param edge the other
 */
record Link(Host device, Host edge) {

  /** The device's address on it. */
  static final String DEVICE_ADDRESS = "198.18.0.1";

  /** The edge's. */
  static final String EDGE_ADDRESS = "198.18.0.2";

  private static final String NETWORK = "198.18.0.0/30";

  /**
   * How TCP finds its rate, whatever this machine does elsewhere: as Linux does where nothing else
   * is configured. Others, such as BBR, let a connection that was idle push one that is at work
   * aside.
   */
  private static final String CONGESTION_CONTROL = "cubic";

  private static final String INTERFACE = "cable";

  /** Joins two hosts; the link is as fast as this machine. */
  static Link create(Host device, Host edge) throws FailedException {
    Shell.run(
        "ip",
        "link",
        "add",
        "name",
        INTERFACE,
        "netns",
        device.name(),
        "type",
        "veth",
        "peer",
        "name",
        INTERFACE,
        "netns",
        edge.name());
    up(device, DEVICE_ADDRESS);
    up(edge, EDGE_ADDRESS);
    return new Link(device, edge);
  }

  private static void up(Host host, String address) throws FailedException {
    host.ip("addr", "add", address + "/30", "dev", INTERFACE);
    host.ip("link", "set", INTERFACE, "up");
    host.ip(
        "route",
        "change",
        NETWORK,
        "dev",
        INTERFACE,
        "proto",
        "kernel",
        "scope",
        "link",
        "src",
        address,
        "congctl",
        CONGESTION_CONTROL);
  }

  /** Sets what each direction carries. */
  void setRate(DataRate rate) throws FailedException {
    TokenBucket filter = TokenBucket.of(rate);
    for (Host end : new Host[] {device, edge}) {
      end.ip("link", "set", INTERFACE, "gso_max_size", Long.toString(filter.packet()));
      end.ip("route", "flush", "cache"); // connections ask for the size when they find their route
      end.tc(filter.arguments(INTERFACE));
    }
  }
}
