package io.isthmus.hostile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Resident memory of this process outside the Java heap; 0 where the system does not tell.
 *
 * @param bytes number of bytes
 */
public record NativeMemory(long bytes) {

  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Pattern ADDRESS = Pattern.compile("0x([0-9a-f]{8,16})");
  private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");
  private static final Pattern RESIDENT = Pattern.compile("^Rss: +([0-9]+) kB");

  /** Measures it. */
  public static NativeMemory measure() throws IOException, JMException {
    if (!Files.isReadable(MAPPINGS)) {
      return new NativeMemory(0);
    }
    long heapStart = Long.MAX_VALUE;
    long heapEnd = 0;
    for (Matcher m = ADDRESS.matcher(heapInfo()); m.find(); ) {
      long address = Long.parseUnsignedLong(m.group(1), 16);
      heapStart = Math.min(heapStart, address);
      heapEnd = Math.max(heapEnd, address);
    }
    long bytes = 0;
    boolean heap = false;
    for (String line : Files.readAllLines(MAPPINGS)) {
      Matcher mapping = MAPPING.matcher(line);
      Matcher resident = RESIDENT.matcher(line);
      if (mapping.matches()) {
        long start = Long.parseUnsignedLong(mapping.group(1), 16);
        heap = start >= heapStart && start < heapEnd;
      } else if (!heap && resident.find()) {
        bytes += 1024 * Long.parseLong(resident.group(1));
      }
    }
    return new NativeMemory(bytes);
  }

  private static String heapInfo() throws JMException {
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcHeapInfo",
                new Object[0],
                new String[0]);
  }
}
