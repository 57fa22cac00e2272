package io.isthmus.lab.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.isthmus.cli.service.ServiceProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * What the threads of a running service have allocated on its Java heap: the virtual machine counts
 * it for each thread, exactly and all the time. Nothing in the service is changed for it.
 */
final class AllocatedBytes implements AutoCloseable {

  /** Threads that answer this, or look after the link whether there are requests or not. */
  private static final List<String> NOT_OF_REQUESTS = List.of("RMI ", "JMX ", "edge-watch-");

  private final JMXConnector connector;
  private final ThreadMXBean threads;

  /** Attaches to a service of this machine and user. */
  @SuppressWarnings("BanJNDI") // the address is what the process itself has just told
  AllocatedBytes(ServiceProcess service) throws IOException {
    connector = JMXConnectorFactory.connect(new JMXServiceURL(address(service.pid())));
    MBeanServerConnection server = connector.getMBeanServerConnection();
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
  }

  private static String address(long pid) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      try {
        return machine.startLocalManagementAgent();
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("the service cannot be attached to", e);
    }
  }

  /** Bytes since the start, of the threads that are alive and work for requests. */
  long total() {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    long total = 0;
    for (int i = 0; i < ids.length; i++) {
      ThreadInfo info = infos[i]; // null, and -1 bytes, for a thread that has just ended
      if (info != null && bytes[i] > 0 && isOfRequests(info.getThreadName())) {
        total += bytes[i];
      }
    }
    return total;
  }

  private static boolean isOfRequests(String thread) {
    return NOT_OF_REQUESTS.stream().noneMatch(thread::startsWith);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
