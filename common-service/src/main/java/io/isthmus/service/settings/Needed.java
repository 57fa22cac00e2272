package io.isthmus.service.settings;

import io.isthmus.engine.ComputeDevice;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.ClassUtils;
import org.springframework.util.unit.DataSize;

/** What the value of a property has to be, in words. */
final class Needed {

  private static final String WHOLE = "a whole number";

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          Integer.class, WHOLE,
          Long.class, WHOLE,
          Double.class, "a number",
          Boolean.class, "true or false",
          Duration.class, "a time such as 500ms, 2s or 1m",
          DataSize.class, "a size such as 64MB",
          Path.class, "a file",
          ComputeDevice.class, "cpu or a GPU such as cuda:0",
          URI.class, "a URL such as http://edge.local:8081",
          InetAddress.class, "an address of this machine, or a name that resolves to one");

  private Needed() {}

  static String of(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(value -> value.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    return WORDS.getOrDefault(ClassUtils.resolvePrimitiveIfNecessary(type), "of another form");
  }
}
