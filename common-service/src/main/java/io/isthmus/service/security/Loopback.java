package io.isthmus.service.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;

/** The addresses that only this machine can reach. */
final class Loopback {

  private Loopback() {}

  /**
   * Whether a name or an address, of IPv4 or IPv6, can mean nothing but loopback. Nothing at all
   * means every address; a name that nobody knows is not known to be loopback.
   */
  static boolean isNamedBy(String address) {
    try {
      return !address.isBlank()
          && Stream.of(InetAddress.getAllByName(address.strip()))
              .allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
