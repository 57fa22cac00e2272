package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import java.util.List;

/**
 * A way from this process to a host, as fast as the machine: where the client of the device posts
 * its requests, and where the edge says that it is up. Nothing of the link between the hosts.
 */
final class Access {

  private static final String NETWORK = "198.19.";
  private static final String INTERFACE = "access";

  private Access() {}

  /**
   * Joins this process's network with a host's.
   *
   * @param subnet 0 … 255, of this testbed alone
   * @param number of the host, from 0
   * @return the host's address
   */
  static String create(Host host, long pid, int subnet, int number) throws FailedException {
    String here = "isth" + pid + (char) ('a' + number); // at most 15 letters
    Shell.run(
        "ip",
        "link",
        "add",
        "name",
        here,
        "type",
        "veth",
        "peer",
        "name",
        INTERFACE,
        "netns",
        host.name());
    String address = address(subnet, 4 * number + 2);
    Shell.run("ip", "addr", "add", address(subnet, 4 * number + 1) + "/30", "dev", here);
    Shell.run("ip", "link", "set", here, "up");
    host.ip("addr", "add", address + "/30", "dev", INTERFACE);
    host.ip("link", "set", INTERFACE, "up");
    return address;
  }

  private static String address(int subnet, int last) {
    return NETWORK + subnet + "." + last;
  }

  /** A subnet that no other testbed uses: the first free one from a number that differs by pid. */
  static int freeSubnet(long pid) throws FailedException {
    return freeSubnet(pid, Shell.run("ip", "-o", "-4", "addr", "show").lines().toList());
  }

  /** The same, from the addresses in use, as {@code ip -o -4 addr} lists them. */
  static int freeSubnet(long pid, List<String> addresses) throws FailedException {
    for (int i = 0; i < 256; i++) {
      int subnet = (int) ((pid + i) % 256);
      String start = " " + NETWORK + subnet + ".";
      if (addresses.stream().noneMatch(line -> line.contains(start))) {
        return subnet;
      }
    }
    throw new FailedException("all subnets of 198.19.0.0/16 are in use");
  }
}
