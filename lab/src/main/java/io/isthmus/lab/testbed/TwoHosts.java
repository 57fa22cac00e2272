package io.isthmus.lab.testbed;

import io.isthmus.cli.FailedException;
import io.isthmus.cli.UsageException;
import io.isthmus.units.DataRate;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device and an edge as two hosts of this machine, joined by a link of chosen speed, each on a
 * core of its own and the device held to a share of it. All of it is removed with {@link #close()},
 * when this process ends, and by the next testbed if this one is killed outright.
 */
final class TwoHosts implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(TwoHosts.class);
  private static final DataRate FIRST_RATE = DataRate.parse("64MB/s");
  private static final String EDGE_CORE = "0";
  private static final String DEVICE_CORE = "1";

  /** Starts a process on a host. */
  interface Start<T> {
    T start() throws IOException;
  }

  private final List<Removal> removals = new ArrayList<>(); // guarded by this
  private volatile boolean closed; // written under the lock
  private final Thread onExit = new Thread(this::removeAll, "remove-testbed");

  private final CpuShare share;
  private final Host device;
  private final Host edge;
  private final Link link;
  private final String deviceAddress;
  private final String edgeAddress;

  private interface Removal {
    void run() throws IOException, FailedException;
  }

  /**
   * Sets both hosts up, after removing what killed testbeds have left.
   *
   * @param cpuShare of one core, for the device
   * @throws UsageException if this machine or this user cannot; the message says what is missing
   */
  static TwoHosts create(double cpuShare) throws UsageException {
    CgroupMount mount = Requirements.check();
    try {
      List<String> stale = Leftovers.remove(mount);
      if (!stale.isEmpty()) {
        System.err.println("removed what a killed testbed had left: " + String.join(", ", stale));
      }
      return new TwoHosts(mount, cpuShare);
    } catch (IOException | FailedException e) {
      throw new UsageException("no testbed can be set up here: " + reason(e));
    }
  }

  private static String reason(Exception e) {
    if (e instanceof FileSystemException file) {
      String why = file.getReason() == null ? "not permitted" : file.getReason();
      return file.getFile() + ": " + why;
    }
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private TwoHosts(CgroupMount mount, double cpuShare) throws IOException, FailedException {
    Owner owner = Owner.current();
    Runtime.getRuntime().addShutdownHook(onExit);
    try {
      synchronized (this) { // an exit meanwhile waits, and finds all there is to remove
        share = CpuShare.create(mount, owner.name("device"), cpuShare);
        removals.add(share::remove);
        device = host(owner, "device");
        edge = host(owner, "edge");
        link = Link.create(device, edge);
        link.setRate(FIRST_RATE); // shows whether the kernel can
        int subnet = Access.freeSubnet(owner.pid());
        deviceAddress = Access.create(device, owner.pid(), subnet, 0);
        edgeAddress = Access.create(edge, owner.pid(), subnet, 1);
      }
    } catch (IOException | FailedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Host host(Owner owner, String part) throws FailedException {
    Host host = Host.create(owner.name(part));
    removals.add(host::remove);
    return host;
  }

  /** Where this process reaches the device. */
  String deviceAddress() {
    return deviceAddress;
  }

  /** Where this process reaches the edge, past the link. */
  String edgeAddress() {
    return edgeAddress;
  }

  /** What to put before a command that runs on the edge, on the first core. */
  List<String> onEdge() {
    return concat(edge.prefix(), onCore(EDGE_CORE));
  }

  /** What to put before a command that runs on the device's core, with all of it. */
  List<String> besideDevice() {
    return concat(device.prefix(), onCore(DEVICE_CORE));
  }

  /** What to put before a command that runs on the device, with its share of the second core. */
  List<String> onDevice() {
    return concat(share.prefix(), besideDevice());
  }

  /** In a session of its own, which a terminal's Ctrl-C does not reach: this process decides. */
  private static List<String> onCore(String core) {
    return List.of("setsid", "taskset", "-c", core);
  }

  private static List<String> concat(List<String> a, List<String> b) {
    List<String> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }

  /** Moves this process, which is the client, to the device's core: the edge's stays free. */
  void moveHere() throws FailedException {
    String pid = Long.toString(ProcessHandle.current().pid());
    Shell.run("taskset", "-a", "-p", "-c", DEVICE_CORE, pid);
  }

  /** Sets what the link carries in each direction. */
  void setRate(DataRate rate) throws FailedException {
    link.setRate(rate);
  }

  /** Starts something on a host, unless these are being removed. */
  synchronized <T> T start(Start<T> process) throws IOException, FailedException {
    if (closed) {
      throw new FailedException("the testbed is being removed");
    }
    return process.start();
  }

  /** Whether these are being removed, so that nothing that runs on them can be relied on. */
  boolean isClosed() {
    return closed;
  }

  private synchronized void removeAll() {
    closed = true;
    for (int i = removals.size() - 1; i >= 0; i--) {
      try {
        removals.get(i).run();
      } catch (IOException | FailedException | RuntimeException e) {
        logger.warn("not removed: {}", e.getMessage());
      }
    }
    removals.clear();
  }

  /** Ends what runs on the hosts and removes them. */
  @Override
  public void close() {
    removeAll();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // the process is ending: the hook runs anyway, and finds nothing left
    }
  }
}
